// Sessions that can be played, and where the book's own server is there, run.
'use strict';

(function () {
    const figures = document.querySelectorAll('figure.session');
    if (figures.length === 0) {
        return;
    }
    // How long a line of a recording stands before the next one.
    const TYPED = 1100;
    const SHOWN = 450;

    function element(name, properties, ...children) {
        const made = Object.assign(document.createElement(name), properties);
        made.append(...children);
        return made;
    }

    // A row of buttons below the caption, and what they say.
    function bar(figure) {
        const status = element('span', { className: 'live-status' });
        status.setAttribute('role', 'status');
        const buttons = element('div', { className: 'live-bar' }, status);
        buttons.setAttribute('role', 'group');
        const title = figure.querySelector('figcaption').textContent;
        buttons.setAttribute('aria-label', `Controls of the session: ${title}`);
        figure.querySelector('figcaption').after(buttons);
        return {
            add(text, action) {
                const button = element('button', { type: 'button', textContent: text, onclick: action });
                status.before(button);
                return button;
            },
            say(text) { status.textContent = text; },
            title,
        };
    }

    // The recorded session, line by line.
    function recorded(figure, controls) {
        const lines = figure.querySelectorAll('kbd, samp, i, tr.note td');
        let timer = 0;
        const button = controls.add('Play', () => (timer === 0 ? start() : stop('')));
        function stop(text) {
            clearTimeout(timer);
            timer = 0;
            lines.forEach(line => line.classList.remove('unplayed'));
            button.textContent = 'Play';
            controls.say(text);
        }
        function start() {
            lines.forEach(line => line.classList.add('unplayed'));
            button.textContent = 'Show all';
            controls.say('The recording is played.');
            step(0);
        }
        function step(index) {
            if (index === lines.length) {
                stop('The end.');
                return;
            }
            lines[index].classList.remove('unplayed');
            timer = setTimeout(step, lines[index].localName === 'kbd' ? TYPED : SHOWN, index + 1);
        }
        return { stop: () => stop(''), button };
    }

    // What is needed for terminals is loaded when the first one is opened.
    let loading = null;
    function load() {
        loading ??= new Promise((resolve, reject) => {
            const style = element('link', { rel: 'stylesheet', href: '/live/assets/xterm.css' });
            document.head.append(style);
            const names = ['xterm.js', 'addon-fit.js', 'terminal.js'];
            const next = () => {
                const name = names.shift();
                if (!name) {
                    resolve();
                    return;
                }
                const script = element('script', { src: `/live/assets/${name}`, onload: next });
                // Without xterm there are still lines and a field; without those there is nothing.
                script.onerror = name === 'terminal.js' ? reject : next;
                document.head.append(script);
            };
            next();
        });
        return loading;
    }

    // A session with a server that runs.
    function live(figure, controls) {
        const { stage, scenario } = figure.dataset;
        let session = null;
        let playing = false;
        const run = controls.add('Run', () => begin(false));
        const play = controls.add('Play', () => (playing ? session.ask({ type: 'take' }) : begin(true)));
        const stop = controls.add('Stop', () => { end('Stopped.'); run.focus(); });
        stop.hidden = true;
        function plays(now) {
            playing = now;
            play.textContent = now ? 'Take over' : 'Play';
        }
        function end(text) {
            session?.close();
            session = null;
            plays(false);
            run.textContent = 'Run';
            stop.hidden = true;
            figure.classList.remove('runs');
            controls.say(text);
        }
        async function begin(plays_itself) {
            end('The server is built, if it must be, and started…');
            const mine = session = { close() {}, ask() {} };
            try {
                await load();
            } catch {
                end('The terminal cannot be loaded.');
                return;
            }
            if (session !== mine) {
                return;
            }
            session = window.liveTerminals.session(figure, controls.title, `/live/run/${stage}/${scenario}`, {
                ready(told) {
                    figure.classList.add('runs');
                    run.textContent = 'Run again';
                    stop.hidden = false;
                    controls.say(`Stage ${told.stage} runs.`);
                    if (plays_itself) {
                        session.ask({ type: 'play' });
                        plays(true);
                    } else {
                        told.clients.forEach((_, client) => session.ask({ type: 'open', client }));
                        session.focus();
                    }
                },
                playing(told) { controls.say(`Step ${told.step} of ${told.of}`); },
                played(told) {
                    plays(false);
                    controls.say(told.whole ? 'The end. It is your turn.' : 'It is your turn.');
                    if (!told.whole) {
                        session.focus();
                    }
                },
                ended(told) { controls.say(`The server has ended (${told.how}).`); },
                refused(told) { end(`Not started: ${told.why}.`); },
                lost() { end('The connection to cargo workshop serve is lost.'); },
            });
        }
    }

    async function isLive() {
        // Published books are not served like this, and would only complain.
        if (location.protocol !== 'http:') {
            return false;
        }
        try {
            const answer = await fetch('/live/hello');
            return answer.ok && (await answer.json()).live === true;
        } catch {
            return false;
        }
    }

    isLive().then(is => {
        for (const figure of figures) {
            const controls = bar(figure);
            if (is && figure.dataset.scenario) {
                live(figure, controls);
                continue;
            }
            recorded(figure, controls);
            if (figure.dataset.scenario && !is) {
                const command = element('code', { textContent: 'cargo workshop serve' });
                const hint = element('span', { className: 'live-hint' }, 'Recorded. To type yourself: ', command);
                figure.querySelector('.live-bar').append(hint);
            }
        }
        document.documentElement.dataset.live = is ? 'yes' : 'no';
    });
})();
