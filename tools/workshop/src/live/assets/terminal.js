// Terminals that edit a line themselves and send it on Enter, and sessions made of them.
'use strict';

window.liveTerminals = (function () {
    // The longest line that is sent.
    const LONGEST = 8000;
    // Lines that are kept of a log.
    const KEPT = 500;
    let number = 0;

    function element(name, properties, ...children) {
        const made = Object.assign(document.createElement(name), properties);
        made.append(...children);
        return made;
    }

    const color = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

    function theme() {
        const [paper, text] = [color('--paper') || '#f6f7f6', color('--fg') || '#222'];
        return {
            background: paper, foreground: text, cursor: text, cursorAccent: paper,
            selectionBackground: color('--frame') || '#c9c9c9',
        };
    }

    // What may stand in a line. Half of a character cannot be sent.
    const isShown = letter => letter >= ' ' && !/[\x7f\p{Cs}]/u.test(letter);

    // Columns that a letter takes, near enough for erasing.
    function width(letter) {
        const code = letter.codePointAt(0);
        const wide = code >= 0x1100 && (code <= 0x115f || (code >= 0x2e80 && code <= 0xa4cf)
            || (code >= 0xac00 && code <= 0xd7a3) || (code >= 0xf900 && code <= 0xfaff)
            || (code >= 0xfe30 && code <= 0xfe6f) || (code >= 0xff00 && code <= 0xff60)
            || (code >= 0x1f300 && code <= 0x1faff) || code >= 0x20000);
        return /^\p{Mn}$/u.test(letter) ? 0 : wide ? 2 : 1;
    }

    // A line of text with a cursor in it, and the lines before it.
    class Line {
        letters = [];
        at = 0;
        past = [];
        back = 0;

        insert(text) {
            const letters = [...text].filter(isShown);
            const room = Math.max(0, LONGEST - this.letters.length);
            this.letters.splice(this.at, 0, ...letters.slice(0, room));
            this.at += Math.min(letters.length, room);
        }

        // Whether the key meant something.
        key(data) {
            const keys = {
                '\x7f': () => this.at > 0 && this.letters.splice(--this.at, 1),
                '\x1b[3~': () => this.letters.splice(this.at, 1),
                '\x1b[D': () => { this.at = Math.max(0, this.at - 1); },
                '\x1b[C': () => { this.at = Math.min(this.letters.length, this.at + 1); },
                '\x1b[H': () => { this.at = 0; },
                '\x1b[F': () => { this.at = this.letters.length; },
                '\x01': () => { this.at = 0; },
                '\x05': () => { this.at = this.letters.length; },
                '\x15': () => this.set(''),
                '\x1b[A': () => this.recall(1),
                '\x1b[B': () => this.recall(-1),
            };
            keys[data]?.();
            return data in keys;
        }

        recall(by) {
            this.back = Math.min(Math.max(0, this.back + by), this.past.length);
            this.set(this.back === 0 ? '' : this.past[this.past.length - this.back]);
        }

        set(text) {
            this.letters = [...text];
            this.at = this.letters.length;
        }

        take() {
            const text = this.letters.join('');
            if (text !== '') {
                this.past.push(text);
            }
            this.back = 0;
            this.set('');
            return text;
        }
    }

    // A terminal by xterm.js.
    class Screen {
        constructor(box, label, on) {
            Object.assign(this, { on, line: new Line(), open: false, drawn: 0, fresh: true });
            this.term = new window.Terminal({
                screenReaderMode: true, convertEol: true, cursorBlink: false, scrollback: 2000,
                fontSize: 13, rows: 12, cols: 40, theme: theme(), minimumContrastRatio: 7,
                fontFamily: color('--mono-font') || 'monospace',
            });
            this.fit = window.FitAddon ? new window.FitAddon.FitAddon() : null;
            if (this.fit) {
                this.term.loadAddon(this.fit);
            }
            this.term.open(box);
            this.term.textarea.setAttribute('aria-label', label);
            this.term.attachCustomKeyEventHandler(event => this.isForTerminal(event));
            this.term.onData(data => this.typed(data));
            const resized = () => { this.erase(); this.fit?.fit(); this.draw(); };
            this.resizes = new ResizeObserver(resized);
            this.resizes.observe(box);
            this.themes = new MutationObserver(() => { this.term.options.theme = theme(); });
            this.themes.observe(document.documentElement, { attributeFilter: ['class'] });
            box.terminal = this.term;
        }

        isForTerminal(event) {
            // xterm.js would keep only the first half of such a character.
            if (event.type === 'keypress' && [...event.key].length < event.key.length) {
                event.preventDefault();
                this.typed(event.key);
                return false;
            }
            return event.key !== 'Tab' && !event.metaKey;
        }

        typed(data) {
            if (!this.open) {
                return;
            }
            if (this.append(data)) {
                return;
            }
            this.erase();
            if (data === '\x03') {
                this.on.close();
            } else if (data === '\x04') {
                this.on.end();
            } else if (!this.line.key(data) && !data.startsWith('\x1b')) {
                this.insert(data);
            }
            this.draw();
        }

        // What is added at the end is all that is written, so that a screen reader reads no more.
        append(data) {
            const { letters, at } = this.line;
            const plain = [...data].every(isShown);
            const taken = [...letters, ...data].reduce((sum, letter) => sum + width(letter), 2);
            if (!plain || at < letters.length || this.drawn !== 1 || taken >= this.term.cols - 1) {
                return false;
            }
            this.line.insert(data);
            this.term.write(`\x1b[1m${data} \x1b[0m\x1b[D`);
            return true;
        }

        // A paste may hold several lines.
        insert(data) {
            const pieces = data.replaceAll('\r\n', '\r').split(/[\r\n]/);
            pieces.forEach((piece, index) => {
                this.line.insert(piece);
                if (index < pieces.length - 1) {
                    const text = this.line.take();
                    this.echo(text);
                    this.on.line(text);
                }
            });
        }

        echo(text) {
            this.put(`\x1b[1m▸ ${text}\x1b[0m\n`);
        }

        // What is being edited goes, and comes again below what is written.
        around(write) {
            this.erase();
            write();
            this.draw();
        }

        write(text) { this.around(() => this.put(text)); }
        sent(text) { this.around(() => this.echo(text)); }
        note(text) { this.around(() => this.put(`${this.fresh ? '' : '\n'}\x1b[3m— ${text}\x1b[0m\n`)); }

        put(text) {
            if (text !== '') {
                this.fresh = text.endsWith('\n');
                this.term.write(text);
            }
        }

        erase() {
            if (this.drawn > 0) {
                const up = this.drawn - 1;
                this.term.write(`${up > 0 ? `\x1b[${up}A` : ''}\r\x1b[J`);
                this.drawn = 0;
            }
        }

        draw() {
            if (!this.open) {
                return;
            }
            const { letters, at } = this.line;
            const columns = shown => shown.reduce((sum, letter) => sum + width(letter), 2);
            const rows = shown => Math.floor(columns(shown) / this.term.cols);
            // A space at the end has the cursor on a row of its own where the text fills one.
            const [down, to] = [rows(letters), rows(letters.slice(0, at))];
            const start = this.fresh ? '' : '\n';
            this.fresh = true;
            const column = columns(letters.slice(0, at)) % this.term.cols;
            const back = (down > to ? `\x1b[${down - to}A` : '') + `\r${column > 0 ? `\x1b[${column}C` : ''}`;
            this.term.write(`${start}\x1b[1m▸ ${letters.join('')} \x1b[0m${back}`);
            this.drawn = to + 1;
        }

        setOpen(open) {
            this.erase();
            this.open = open;
            this.term.options.cursorStyle = open ? 'block' : 'underline';
            this.draw();
        }

        focus() { this.term.focus(); }

        dispose() {
            this.resizes.disconnect();
            this.themes.disconnect();
            this.term.dispose();
        }
    }

    // Where xterm.js does not load: lines, and a field.
    class Plain {
        constructor(box, label, on) {
            this.text = element('pre', { className: 'live-lines', tabIndex: 0 });
            this.text.setAttribute('role', 'log');
            this.text.setAttribute('aria-label', label);
            this.field = element('input', { type: 'text', maxLength: LONGEST, disabled: true });
            this.field.setAttribute('aria-label', `${label}: a line to send`);
            this.field.autocomplete = 'off';
            this.field.addEventListener('keydown', event => {
                if (event.key === 'Enter') {
                    this.sent(this.field.value);
                    on.line(this.field.value);
                    this.field.value = '';
                } else if (event.key === 'd' && event.ctrlKey) {
                    event.preventDefault();
                    on.end();
                }
            });
            box.append(this.text, this.field);
        }

        write(text) { append(this.text, text); }
        sent(text) { this.write(`▸ ${text}\n`); }
        note(text) { this.write(`— ${text}\n`); }
        setOpen(open) { this.field.disabled = !open; }
        focus() { this.field.focus(); }
        dispose() {}
    }

    function append(box, text) {
        const atEnd = box.scrollTop + box.clientHeight >= box.scrollHeight - 4;
        const lines = (box.textContent + text).split('\n');
        box.textContent = lines.slice(-KEPT).join('\n');
        if (atEnd) {
            box.scrollTop = box.scrollHeight;
        }
    }

    // One client: a name, whether it is connected, and its terminal.
    function client(name, ask, index, readOnly) {
        const id = `live-name-${++number}`;
        const state = element('span', { className: 'live-state', textContent: 'not connected' });
        const button = element('button', { type: 'button', textContent: 'Connect' });
        button.setAttribute('aria-describedby', id);
        const head = element('div', { className: 'live-head' },
            element('span', { id, className: 'live-name', textContent: name }), state);
        if (!readOnly) {
            head.append(button);
        }
        const box = element('div', { className: 'live-screen terminal' });
        const whole = element('div', { className: 'live-client' }, head, box);
        whole.setAttribute('role', 'group');
        whole.setAttribute('aria-labelledby', id);
        whole.dataset.client = name;
        let open = false;
        button.onclick = () => { ask({ type: open ? 'close' : 'open', client: index }); made.screen.focus(); };
        const made = {
            whole,
            start() {
                const on = {
                    line: text => ask({ type: 'line', client: index, text }),
                    end: () => ask({ type: 'end', client: index }),
                    close: () => ask({ type: 'close', client: index }),
                };
                const label = `Terminal of ${name}`;
                const Kind = window.Terminal ? Screen : Plain;
                made.screen = new Kind(box, label, readOnly ? { line() {}, end() {}, close() {} } : on);
            },
            setOpen(now) {
                open = now;
                state.textContent = now ? 'connected' : 'not connected';
                whole.dataset.open = now;
                button.textContent = now ? 'Hang up' : 'Connect';
                made.screen.setOpen(now && !readOnly);
            },
        };
        return made;
    }

    // Terminals side by side, with a log; it does what it is told by `hear`.
    function panel(place, title, ask, readOnly) {
        const grid = element('div', { className: 'live-grid' });
        const notes = element('p', { className: 'live-note' });
        notes.setAttribute('aria-live', 'polite');
        const log = element('pre', { className: 'live-lines live-log', tabIndex: 0 });
        log.setAttribute('role', 'log');
        log.setAttribute('aria-label', "The server's log");
        // There is none where nothing is logged, as for those who share a server.
        const logged = element('div', { hidden: true },
            element('p', { className: 'label', textContent: "The server's log" }), log);
        const whole = element('div', { className: 'live-panel' }, notes, grid, logged);
        whole.setAttribute('role', 'group');
        whole.setAttribute('aria-label', `Live: ${title}`);
        // What is typed here is not for the page.
        whole.addEventListener('keydown', event => event.stopPropagation());
        place.append(whole);
        let clients = [];
        const hears = {
            ready(told) {
                clients = told.clients.map((name, index) => client(name, ask, index, readOnly));
                grid.replaceChildren(...clients.map(one => one.whole));
                clients.forEach(one => one.start());
            },
            opened: told => clients[told.client]?.setOpen(true),
            closed(told) {
                clients[told.client]?.setOpen(false);
                clients[told.client]?.screen.note('disconnected');
            },
            data: told => clients[told.client]?.screen.write(told.text),
            typed: told => clients[told.client]?.screen.sent(told.text),
            note: told => { notes.textContent = told.text; },
            log(told) {
                logged.hidden = false;
                append(log, told.text);
            },
            ended(told) {
                hears.log({ text: `— the server has ended: ${told.how}\n` });
                whole.dataset.ended = 'yes';
            },
        };
        return {
            hear: told => hears[told.type]?.(told),
            focus: () => clients[0]?.screen.focus(),
            remove() {
                clients.forEach(one => one.screen?.dispose());
                whole.remove();
            },
        };
    }

    function connect(path, hear, lost) {
        const socket = new WebSocket(`ws://${location.host}${path}`);
        socket.onmessage = event => hear(JSON.parse(event.data));
        socket.onclose = () => lost();
        return {
            ask: question => socket.readyState === WebSocket.OPEN && socket.send(JSON.stringify(question)),
            close() {
                socket.onmessage = null;
                socket.onclose = null;
                socket.close();
            },
            socket,
        };
    }

    // A session with a server of its own, below the controls of a figure.
    function session(figure, title, path, on) {
        const shown = panel(figure, title, question => link.ask(question), false);
        const link = connect(path, told => {
            shown.hear(told);
            on[told.type]?.(told);
        }, () => on.lost());
        return {
            ask: link.ask,
            focus: shown.focus,
            close() {
                link.close();
                shown.remove();
            },
        };
    }

    return { session, panel, connect, element };
})();
