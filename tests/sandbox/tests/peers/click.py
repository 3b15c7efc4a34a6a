"""Opens a page in headless Chromium and clicks a button: click.py URL ID. Prints the outcome.

Chromium is controlled over a pipe by its DevTools protocol, without other packages.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time

url, button = sys.argv[1:]
chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
if chromium is None:
    sys.exit("Chromium is missing: install it, on Debian with `apt-get install chromium`")


class Browser:
    def __init__(self, profile):
        to_browser, self.writer = os.pipe()
        self.reader, from_browser = os.pipe()
        # The browser reads its file descriptor 3 and writes 4.
        shell = f'exec "$0" "$@" 3<&{to_browser} 4>&{from_browser}'
        flags = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-dev-shm-usage"]
        self.process = subprocess.Popen(
            ["bash", "-c", shell, chromium, *flags, f"--user-data-dir={profile}", "--no-proxy-server",
             "--remote-debugging-pipe"],
            pass_fds=[to_browser, from_browser],
            stderr=subprocess.DEVNULL,
        )
        os.close(to_browser)
        os.close(from_browser)
        self.number = 0
        self.rest = b""

    def call(self, method, session=None, **params):
        self.number += 1
        message = {"id": self.number, "method": method, "params": params}
        if session:
            message["sessionId"] = session
        os.write(self.writer, json.dumps(message).encode() + b"\0")
        while True:
            while b"\0" not in self.rest:
                chunk = os.read(self.reader, 65536)
                if not chunk:
                    sys.exit("Chromium has ended")
                self.rest += chunk
            text, self.rest = self.rest.split(b"\0", 1)
            response = json.loads(text)
            if response.get("id") == self.number:
                # The result is missing while the page is being replaced.
                return response.get("result", {})


def wait_for(evaluate, expression):
    for _ in range(100):
        value = evaluate(expression)
        if value:
            return value
        time.sleep(0.1)
    sys.exit(f"{expression} did not come true on {evaluate('document.documentElement.outerHTML')}")


with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
    browser = Browser(profile)
    try:
        target = browser.call("Target.createTarget", url=url)["targetId"]
        session = browser.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]

        def evaluate(expression):
            result = browser.call("Runtime.evaluate", session, expression=expression, returnByValue=True)
            return result.get("result", {}).get("value")

        box = wait_for(
            evaluate,
            f"(e => e && (r => [r.x + r.width / 2, r.y + r.height / 2])(e.getBoundingClientRect()))"
            f"(document.getElementById({json.dumps(button)}))",
        )
        # Clicks at the position of the button, like a user.
        for kind in ("mousePressed", "mouseReleased"):
            browser.call("Input.dispatchMouseEvent", session, type=kind, x=box[0], y=box[1], button="left", clickCount=1)
        print(wait_for(evaluate, "document.getElementById('outcome')?.innerText"))
        browser.call("Browser.close")
        browser.process.wait(10)
    finally:
        browser.process.kill()
        browser.process.wait()
