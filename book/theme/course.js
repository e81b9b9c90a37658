// What mdBook's pages lack for readers who use a keyboard or a screen reader.
'use strict';

(function () {
    // Arrows scroll code, and move the cursor in a terminal; they turn the page elsewhere.
    document.body.addEventListener('keydown', event => {
        const turns = event.key === 'ArrowLeft' || event.key === 'ArrowRight';
        const inside = event.target instanceof Element
            && event.target.closest('pre, .scroll, .terminal, figure.results, input, textarea');
        if (turns && inside) {
            // mdBook listens further out.
            event.stopPropagation();
        }
    });

    // It says whether it is expanded, so it has to be something that can be.
    const toggle = document.getElementById('mdbook-sidebar-toggle');
    if (toggle) {
        toggle.setAttribute('role', 'button');
    }

    // What scrolls can be reached without a mouse.
    function reachable() {
        const blocks = document.querySelectorAll('main pre > code, main .table-wrapper, figure.results');
        for (const block of blocks) {
            if (block.scrollWidth > block.clientWidth) {
                block.tabIndex = 0;
                if (!block.hasAttribute('aria-label')) {
                    block.setAttribute('role', 'region');
                    block.setAttribute('aria-label', 'Scrolls sideways');
                }
            }
        }
    }
    window.addEventListener('load', reachable);
    window.addEventListener('resize', reachable);
})();
