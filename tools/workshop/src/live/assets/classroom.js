// The page of the classroom: a terminal in everybody's server, and the instructor's controls.
'use strict';

(function () {
    const { panel, connect, element } = window.liveTerminals;
    const at = id => document.getElementById(id);
    const KEY = 'classroom-token';
    let link = null;
    let room = null;
    let shown = null;

    // Behind a #, it is sent to no server and stands in no log.
    const token = decodeURIComponent(location.hash.slice(1)) || sessionStorage.getItem(KEY) || '';
    history.replaceState(null, '', location.pathname);

    // Another address was opened in the same tab.
    window.addEventListener('hashchange', () => location.reload());

    function join(token) {
        let refused = false;
        link = connect('/classroom/socket', told => {
            refused ||= told.type === 'refused';
            hear(told, token);
        }, () => {
            room?.remove();
            room = null;
            at('room').hidden = at('lead').hidden = true;
            at('join').hidden = false;
            if (!refused) {
                at('status').textContent = 'The connection is lost.';
                at('token').value = token;
            }
        });
        link.socket.onopen = () => link.ask({ type: 'join', token });
    }

    const hears = {
        welcome(told, token) {
            sessionStorage.setItem(KEY, token);
            // Of an earlier connection; what is shown now comes again.
            hears.hide();
            at('join').hidden = true;
            at('lead').hidden = at('progress').hidden = !told.instructor;
            at('stage').replaceChildren(...told.stages.map(stage => new Option(`Stage ${stage}`, stage)));
        },
        refused(told) {
            sessionStorage.removeItem(KEY);
            at('status').textContent = `Not joined: ${told.why}.`;
            at('token').focus();
        },
        stage(told) {
            // An empty terminal would look broken.
            const waits = told.stage < 5 ? ' It serves one of you at a time; the others wait.' : '';
            at('status').textContent = told.running
                ? `Everybody is in stage ${told.stage} (${told.package}).${waits}`
                : `The server of stage ${told.stage} has ended.`;
            at('stage').value = told.stage;
            scenarios();
            room?.remove();
            room = null;
            at('room').hidden = !told.running;
            if (told.running) {
                room = panel(at('room'), 'everybody', question => link.ask(question), false);
                room.hear({ type: 'ready', clients: ['you'] });
            }
        },
        show({ tell }) {
            if (tell.type === 'ready') {
                shown?.remove();
                at('shown').hidden = false;
                at('shown').querySelector('h2').textContent = `Shown by the instructor: ${tell.title}`;
                shown = panel(at('shown'), tell.title, () => {}, true);
            }
            shown?.hear(tell);
        },
        hide() {
            shown?.remove();
            shown = null;
            at('shown').hidden = true;
        },
        scenarios(told) {
            at('scenario').replaceChildren(...told.scenarios.map(([name, title]) => new Option(title, name)));
            // A good first one; not every stage has it.
            if (told.scenarios.some(([name]) => name === 'two-people')) {
                at('scenario').value = 'two-people';
            }
        },
        progress(told) {
            at('people').textContent = `${told.people} here`;
            const cell = (...content) => element('td', {}, ...content);
            const list = names => names.join(', ');
            // Many: how many, and which ones for whoever opens it.
            const passed = names => (names.length < 4 ? list(names)
                : element('details', {}, element('summary', { textContent: String(names.length) }), list(names)));
            const row = one => element('tr', {}, cell(one.name), cell(one.exercise ?? `stage ${one.stage}`),
                cell(passed(one.passed)), cell(list(one.failed)));
            at('progress').querySelector('tbody').replaceChildren(...told.rows.map(row));
        },
        trouble(told) { at('trouble').textContent = told.why; },
    };

    function hear(told, token) {
        if (hears[told.type]) {
            hears[told.type](told, token);
        } else {
            room?.hear(told);
        }
    }

    const stage = () => Number(at('stage').value);
    const scenarios = () => !at('lead').hidden && link.ask({ type: 'scenarios', stage: stage() });
    const teach = question => {
        at('trouble').textContent = '';
        link.ask(question);
    };
    at('stage').onchange = scenarios;
    at('switch').onclick = () => teach({ type: 'switch', stage: stage() });
    at('show').onclick = () => teach({ type: 'show', stage: stage(), scenario: at('scenario').value });
    at('hide').onclick = () => teach({ type: 'hide' });
    at('join').onsubmit = event => {
        event.preventDefault();
        join(at('token').value);
    };
    if (token) {
        join(token);
    } else {
        at('status').textContent = 'Type the token that the instructor shows.';
        at('join').hidden = false;
    }
})();
