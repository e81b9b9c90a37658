//! Sessions that run, as a reader uses them.

use serde_json::Value;

use crate::axe;
use crate::driver::Browser;
use crate::host::Host;
use crate::mishaps;
use crate::pages::Book;

/// A page with a session of two people.
pub const PAGE: &str = "stage5/start.html";

const TAB: char = '\u{e004}';
pub const ENTER: char = '\u{e007}';
const LEFT: char = '\u{e012}';
const BACKSPACE: char = '\u{e003}';

/// What the scripts below have in common: `f` is the session, `t(who)` the text of a terminal.
pub const COMMON: &str = "
    const f = document.querySelector('figure[data-scenario=\"two-people\"]');
    const button = text => Array.from(f.querySelectorAll('button'))
        .find(one => one.textContent === text && !one.hidden);
    const lines = term => Array.from({ length: term.buffer.active.length }, (_, row) => {
        const line = term.buffer.active.getLine(row);
        // What was wrapped is one line.
        return (line.isWrapped ? '' : '\\n') + line.translateToString(true);
    }).join('');
    const t = (who, place = f) => {
        const box = place.querySelector(`[data-client=\"${who}\"] .live-screen`);
        return box === null ? '' : box.terminal ? lines(box.terminal) : box.textContent;
    };
    const says = text => f.querySelector('.live-status').textContent.includes(text);
    const focus = who => {
        const box = f.querySelector(`[data-client=\"${who}\"] .live-screen`);
        (box.querySelector('textarea, input')).focus();
    };";

pub async fn run(browser: &mut Browser, script: &str) -> Value {
    browser.run(&format!("{COMMON}\n{script}")).await
}

pub async fn expect(browser: &mut Browser, script: &str) {
    if !browser.comes(&format!("{COMMON}\nreturn {script}")).await {
        let seen =
            run(browser, "return f.innerText + '\\n' + t('alice') + '\\n--\\n' + t('bob')").await;
        panic!("it does not come that {script}; the page says:\n{}", seen.as_str().unwrap_or("?"));
    }
}

pub async fn press(browser: &mut Browser, text: &str) {
    expect(browser, &format!("button('{text}') !== undefined")).await;
    run(browser, &format!("button('{text}').click()")).await;
}

/// Types a line into a terminal.
pub async fn types(browser: &mut Browser, who: &str, line: &str) {
    run(browser, &format!("focus('{who}')")).await;
    browser.keys(line).await;
    browser.press(ENTER).await;
}

pub async fn open(browser: &mut Browser, host: &Host) {
    browser.open(&format!("{}/{PAGE}", host.address)).await;
    expect(browser, "document.documentElement.dataset.live === 'yes'").await;
}

pub async fn logged_in(browser: &mut Browser) {
    press(browser, "Run").await;
    expect(browser, "t('alice').includes('Enter your username')").await;
    types(browser, "alice", "alice").await;
    expect(browser, "t('alice').includes('Welcome, alice!')").await;
    types(browser, "bob", "bob").await;
    expect(browser, "t('bob').includes('Welcome, bob!')").await;
}

pub async fn all(browser: &mut Browser, book: &Book, axe: &str) {
    recorded(browser, book).await;
    let host = Host::start(&book.folder, &["--pace", "150"]);
    alice_types_and_bob_sees(browser, &host).await;
    pictures_and_axe(browser, book, &host, axe).await;
    by_keyboard(browser, &host).await;
    edited_lines(browser, &host).await;
    play_and_take_over(browser, &host).await;
    mishaps::two_stages(browser, &host).await;
    mishaps::reload(browser, &host).await;
    mishaps::without_xterm(browser, book, &host).await;
    #[cfg(target_os = "linux")]
    mishaps::dead_server(browser, &host).await;
    let complaints = browser.complaints().await;
    assert!(complaints.is_empty(), "the console says: {complaints:#?}");
    drop(host);
    mishaps::classroom(browser, book, axe).await;
}

/// From a file there is no server: the recording is played, and the page says how to go live.
async fn recorded(browser: &mut Browser, book: &Book) {
    browser.open(&book.url(PAGE)).await;
    expect(browser, "f.querySelector('.live-hint').textContent.includes('cargo workshop serve')")
        .await;
    assert_eq!(run(browser, "return button('Run') === undefined").await, true);
    press(browser, "Play").await;
    let all = run(browser, "return f.querySelectorAll('kbd, samp').length").await;
    expect(browser, &format!("f.querySelectorAll('.unplayed').length < {all}")).await;
    expect(browser, "f.querySelectorAll('.unplayed').length > 0").await;
    book.picture(browser, PAGE, "live-recorded").await;
    press(browser, "Show all").await;
    expect(browser, "f.querySelectorAll('.unplayed').length === 0").await;
    assert_eq!(browser.complaints().await, Vec::<String>::new());
}

async fn alice_types_and_bob_sees(browser: &mut Browser, host: &Host) {
    open(browser, host).await;
    logged_in(browser).await;
    types(browser, "alice", "hello, bob").await;
    expect(browser, "t('bob').includes('<alice> hello, bob')").await;
    types(browser, "bob", "hello, alice").await;
    expect(browser, "t('alice').includes('<bob> hello, alice')").await;
    expect(browser, "t('alice').includes('▸ hello, bob')").await;
    expect(browser, "f.querySelector('.live-log').textContent.length > 0").await;
    press(browser, "Stop").await;
    expect(browser, "f.querySelector('.live-panel') === null && says('Stopped')").await;
}

async fn pictures_and_axe(browser: &mut Browser, book: &Book, host: &Host, axe: &str) {
    for theme in ["light", "navy"] {
        browser.run(&format!("localStorage.setItem('mdbook-theme', '{theme}')")).await;
        open(browser, host).await;
        logged_in(browser).await;
        types(browser, "alice", "Hi, bob! Shall we see how a long line looks in here, so long that it takes more than one row?").await;
        expect(browser, "t('bob').includes('than one row')").await;
        run(browser, "f.scrollIntoView({ block: 'center' })").await;
        book.picture(browser, PAGE, &format!("live-{theme}")).await;
        let violations = axe::violations(browser, axe).await;
        assert!(violations.is_empty(), "{theme}: {violations:#?}");
    }
    browser.size(360, 740).await;
    open(browser, host).await;
    logged_in(browser).await;
    run(browser, "f.scrollIntoView()").await;
    book.picture(browser, PAGE, "live-phone").await;
    let over = browser.run("return document.documentElement.scrollWidth - window.innerWidth").await;
    assert!(over.as_f64().is_some_and(|over| over <= 1.0), "{over} pixels wider than a phone");
    browser.size(1300, 1000).await;
}

/// In, along all terminals, and out again.
async fn by_keyboard(browser: &mut Browser, host: &Host) {
    open(browser, host).await;
    run(browser, "button('Run').focus()").await;
    browser.press(ENTER).await;
    expect(browser, "t('alice').includes('Enter your username')").await;
    // The first terminal has the focus.
    browser.keys("alice").await;
    browser.press(ENTER).await;
    expect(browser, "t('alice').includes('Welcome, alice!')").await;
    let bob = "return f.querySelector('.live-client[data-client=\"bob\"]').contains(document.activeElement)
        && document.activeElement.localName === 'textarea'";
    tab_until(browser, bob).await;
    browser.keys("bob").await;
    browser.press(ENTER).await;
    expect(browser, "t('alice').includes('* bob joined #lobby')").await;
    tab_until(browser, "return document.activeElement.classList.contains('live-log')").await;
    tab_until(browser, "return !f.contains(document.activeElement)").await;
}

async fn tab_until(browser: &mut Browser, script: &str) {
    let mut passed = Vec::new();
    for _ in 0..12 {
        browser.press(TAB).await;
        passed.push(run(browser, "return document.activeElement.outerHTML.slice(0, 120)").await);
        if run(browser, script).await == true {
            return;
        }
    }
    panic!("Tab does not get where {script}, but along {passed:#?}");
}

async fn edited_lines(browser: &mut Browser, host: &Host) {
    open(browser, host).await;
    logged_in(browser).await;
    run(browser, "focus('alice')").await;
    // What comes in between does not tear the line.
    browser.keys("helo").await;
    types(browser, "bob", "me first").await;
    expect(browser, "t('alice').includes('<bob> me first') && t('alice').includes('▸ helo')").await;
    run(browser, "focus('alice')").await;
    browser.press(LEFT).await;
    browser.keys("l").await;
    browser.keys("x").await;
    browser.press(BACKSPACE).await;
    browser.press(ENTER).await;
    expect(browser, "t('bob').includes('<alice> hello\\n')").await;
    // One key may be two of the units that JavaScript counts in.
    run(browser, "focus('alice')").await;
    browser.key('🦀').await;
    browser.press(ENTER).await;
    expect(browser, "t('bob').includes('<alice> 🦀\\n')").await;
    // Half a character is none.
    run(
        browser,
        "f.querySelector('[data-client=\"alice\"] .live-screen').terminal.input('\\ud83e')",
    )
    .await;
    types(browser, "alice", "whole").await;
    expect(browser, "t('bob').includes('<alice> whole\\n')").await;
    let long = "a long line ".repeat(12);
    types(browser, "alice", &format!("{long}end")).await;
    expect(
        browser,
        &format!("t('bob').replaceAll('\\n', '').includes('{}')", "a long line ".repeat(2)),
    )
    .await;
    expect(browser, "t('alice').split('▸ a long').length === 2").await;
}

async fn play_and_take_over(browser: &mut Browser, host: &Host) {
    open(browser, host).await;
    press(browser, "Play").await;
    expect(browser, "t('bob').includes('<alice> Hi, bob!')").await;
    press(browser, "Take over").await;
    expect(browser, "says('your turn')").await;
    types(browser, "bob", "I go on").await;
    expect(browser, "t('alice').includes('<bob> I go on')").await;
    press(browser, "Play").await;
    expect(browser, "says('The end')").await;
    expect(browser, "t('alice').includes('* bob left #lobby')").await;
    press(browser, "Stop").await;
}
