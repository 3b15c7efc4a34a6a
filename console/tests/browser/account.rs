//! The page with an account.

use ovh_sandbox::Sandbox;

use crate::chromium::{Browser, Scheme};
use crate::page::{DESK, Page};
use crate::process::{Process, program, with_keys};

#[tokio::test(flavor = "multi_thread")]
async fn change_of_an_account_is_confirmed_in_a_dialog() {
    let sandbox = Sandbox::builder().keep_writes().start().await.unwrap();
    let process = Process::start(with_keys(&mut program(&["--account", "--allow-writes"]), &sandbox));
    let mut browser = Browser::start();
    browser.visit(&process.url, DESK, Scheme::Light);
    let mut page = Page::new(browser, None);
    page.go("#v1/POST/vps/{serviceName}/reboot?serviceName=vps-1a2b3c4d.vps.ovh.net");
    page.browser.click("form button[type=submit]");
    page.wait("document.querySelector('dialog[open]')");
    let dialog = page.text("dialog");
    assert!(dialog.contains("POST /vps/vps-1a2b3c4d.vps.ovh.net/reboot"), "{dialog}");
    assert_eq!(page.browser.value("document.activeElement.innerText"), "Cancel");
    crate::axe::check(&mut page, "the dialog");
    page.browser.press("Escape", 27);
    page.wait("!document.querySelector('dialog')");
    assert!(sandbox.writes().is_empty());
    page.browser.click("form button[type=submit]");
    page.wait("document.querySelector('dialog[open]')");
    page.browser.click("dialog button.danger");
    page.wait("document.querySelector('.result .status')");
    assert!(page.text(".result").contains("Status 200"));
    assert_eq!(sandbox.writes().len(), 1);
}
