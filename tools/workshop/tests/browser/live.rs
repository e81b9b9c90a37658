//! Sessions that run, as a reader uses them.

use serde_json::Value;

use crate::axe;
use crate::driver::Browser;
use crate::host::Host;
use crate::pages::Book;

/// A page with a session of two people.
const PAGE: &str = "stage5/start.html";

const TAB: char = '\u{e004}';
const ENTER: char = '\u{e007}';
const LEFT: char = '\u{e012}';
const BACKSPACE: char = '\u{e003}';

/// What the scripts below have in common: `f` is the session, `t(who)` the text of a terminal.
const COMMON: &str = "
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

async fn run(browser: &mut Browser, script: &str) -> Value {
    browser.run(&format!("{COMMON}\n{script}")).await
}

async fn expect(browser: &mut Browser, script: &str) {
    if !browser.comes(&format!("{COMMON}\nreturn {script}")).await {
        let seen =
            run(browser, "return f.innerText + '\\n' + t('alice') + '\\n--\\n' + t('bob')").await;
        panic!("it does not come that {script}; the page says:\n{}", seen.as_str().unwrap_or("?"));
    }
}

async fn press(browser: &mut Browser, text: &str) {
    expect(browser, &format!("button('{text}') !== undefined")).await;
    run(browser, &format!("button('{text}').click()")).await;
}

/// Types a line into a terminal.
async fn types(browser: &mut Browser, who: &str, line: &str) {
    run(browser, &format!("focus('{who}')")).await;
    browser.keys(line).await;
    browser.press(ENTER).await;
}

async fn open(browser: &mut Browser, host: &Host) {
    browser.open(&format!("{}/{PAGE}", host.address)).await;
    expect(browser, "document.documentElement.dataset.live === 'yes'").await;
}

async fn logged_in(browser: &mut Browser) {
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
    two_stages(browser, &host).await;
    reload(browser, &host).await;
    without_xterm(browser, book, &host).await;
    #[cfg(target_os = "linux")]
    dead_server(browser, &host).await;
    let complaints = browser.complaints().await;
    assert!(complaints.is_empty(), "the console says: {complaints:#?}");
    drop(host);
    classroom(browser, book, axe).await;
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

async fn two_stages(browser: &mut Browser, host: &Host) {
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
        format!("{COMMON}{inner} return d?.documentElement.dataset.live === 'yes' && g !== null");
    assert!(browser.comes(&ready).await, "the other page is not live ({others} here)");
    run(browser, &format!("{inner} g.querySelector('.live-bar button').click()")).await;
    let asked = format!("{COMMON}{inner} return t('alice', g).includes('Enter your username')");
    assert!(browser.comes(&asked).await, "the other stage does not run");
    types(browser, "alice", "still here").await;
    expect(browser, "t('bob').includes('<alice> still here')").await;
}

async fn reload(browser: &mut Browser, host: &Host) {
    open(browser, host).await;
    logged_in(browser).await;
    browser.reload().await;
    expect(browser, "document.documentElement.dataset.live === 'yes'").await;
    // The names are free: it is a new server.
    logged_in(browser).await;
}

async fn without_xterm(browser: &mut Browser, book: &Book, host: &Host) {
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
async fn dead_server(browser: &mut Browser, host: &Host) {
    open(browser, host).await;
    logged_in(browser).await;
    host.kill_servers();
    expect(browser, "says('The server has ended')").await;
    expect(browser, "t('alice').includes('disconnected')").await;
    press(browser, "Run again").await;
    expect(browser, "t('alice').includes('Enter your username')").await;
}

async fn classroom(browser: &mut Browser, book: &Book, axe: &str) {
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
