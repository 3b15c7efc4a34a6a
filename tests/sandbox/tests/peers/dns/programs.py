"""Runs the programs of DNS clients."""

import os
import subprocess
import sys
from pathlib import Path

import zone_server

BIN = Path(sys.executable).parent
ENVIRONMENT = {
    **os.environ,
    "PYTHONPATH": str(Path(__file__).parent / "redirect"),
    "SANDBOX_DNS_PORT": str(zone_server.start()),
    "NO_PROXY": "*",
}


def run(program, *arguments, status=0, **environment):
    """Returns the output of a program, which must end with this status."""
    command = [str(BIN / program), *map(str, arguments)]
    result = subprocess.run(
        command, env={**ENVIRONMENT, **environment}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        timeout=300,
    )
    assert result.returncode == status, f"{command} ended with {result.returncode}:\n{result.stdout}"
    return result.stdout
