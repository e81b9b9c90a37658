//! Live sessions beside others, started anew, without their terminals or without their server; and
//! the classroom.

use crate::axe;
use crate::driver::Browser;
use crate::host::Host;
use crate::live::{COMMON, ENTER, PAGE, expect, logged_in, open, press, run, types};
use crate::pages::Book;

pub async fn two_stages(browser: &mut Browser, host: &Host) {
    open(browser, host).await;
    let others =
        run(browser, "return document.querySelectorAll('figure[data-scenario]').length").await;
    logged_in(browser).await;
    // A second window has the same page, and a server of its own.
    let other = format!("{}/stage4/start.html", host.address);
    let frame = format!(
        "const frame = document.createElement('iframe');
         frame.id = 'other'; frame.src = '{other}'; document.body.append(frame);"
    );
    run(browser, &frame).await;
    let inner = "const d = document.getElementById('other').contentDocument;
        const g = d?.querySelector('figure[data-scenario]');";
    let ready =
        format!("{COMMON}{inner} return d?.documentElement?.dataset.live === 'yes' && g !== null");
    assert!(browser.comes(&ready).await, "the other page is not live ({others} here)");
    run(browser, &format!("{inner} g.querySelector('.live-bar button').click()")).await;
    let asked = format!("{COMMON}{inner} return t('alice', g).includes('Enter your username')");
    assert!(browser.comes(&asked).await, "the other stage does not run");
    types(browser, "alice", "still here").await;
    expect(browser, "t('bob').includes('<alice> still here')").await;
}

pub async fn reload(browser: &mut Browser, host: &Host) {
    open(browser, host).await;
    logged_in(browser).await;
    browser.reload().await;
    expect(browser, "document.documentElement.dataset.live === 'yes'").await;
    // The names are free: it is a new server.
    logged_in(browser).await;
}

pub async fn without_xterm(browser: &mut Browser, book: &Book, host: &Host) {
    open(browser, host).await;
    // As if the file had not come.
    browser
        .run("Object.defineProperty(window, 'Terminal', { get: () => undefined, set() {} })")
        .await;
    logged_in(browser).await;
    types(browser, "alice", "plain").await;
    expect(browser, "t('bob').includes('<alice> plain')").await;
    book.picture(browser, PAGE, "live-plain").await;
}

#[cfg(target_os = "linux")]
pub async fn dead_server(browser: &mut Browser, host: &Host) {
    open(browser, host).await;
    logged_in(browser).await;
    host.kill_servers();
    expect(browser, "says('The server has ended')").await;
    expect(browser, "t('alice').includes('disconnected')").await;
    press(browser, "Run again").await;
    expect(browser, "t('alice').includes('Enter your username')").await;
}

pub async fn classroom(browser: &mut Browser, book: &Book, axe: &str) {
    let host = Host::start(&book.folder, &["--classroom", "--bind", "127.0.0.1", "--pace", "100"]);
    browser.open(&host.join[1]).await;
    let you = "return document.querySelector('#room .live-screen')?.terminal !== undefined
        && document.querySelector('#room [data-open=\"true\"]') !== null";
    assert!(browser.comes(you).await, "the instructor has no terminal");
    assert!(!browser.url().await.contains('#'), "the token stays in the address");
    browser.run("document.querySelector('#room textarea').focus()").await;
    browser.keys("teacher").await;
    browser.press(ENTER).await;
    let scenario = "const choice = document.getElementById('scenario');
        choice.value = 'two-people'; return choice.value === 'two-people'";
    assert!(browser.comes(scenario).await, "there is no scenario to show");
    browser.run("document.getElementById('show').click()").await;
    let shown = format!(
        "{COMMON} return t('bob', document.getElementById('shown')).includes('Hi, alice!')"
    );
    assert!(browser.comes(&shown).await, "the scenario is not shown");
    book.picture(browser, "classroom", "live-instructor").await;
    assert_eq!(axe::violations(browser, axe).await, Vec::<String>::new());
    browser.run("sessionStorage.clear()").await;
    browser.open(&format!("{}/classroom/#wrong", host.address)).await;
    let refused = "return document.getElementById('status').textContent.includes('Not joined')";
    assert!(browser.comes(refused).await, "a wrong token is not refused");
    assert_eq!(browser.complaints().await, Vec::<String>::new());
}
