import { useState } from 'react';

/**
 * Brings the focus back to where it was when something opened over the page. What opened it may be
 * gone by then: the page itself is next to it.
 */
export function useOpener(open: boolean): (event: Event) => void {
  const [seen, setSeen] = useState<{ open: boolean; opener: HTMLElement | null }>({
    open: false,
    opener: null,
  });
  // While it is drawn nothing in it has the focus yet.
  if (seen.open !== open) setSeen({ open, opener: open ? openerNow() : seen.opener });
  return (event) => {
    event.preventDefault();
    // What was done there may have brought the focus elsewhere already.
    if (document.activeElement !== null && document.activeElement !== document.body) return;
    const { opener } = seen;
    const back = opener?.isConnected === true ? opener : document.getElementById('main');
    back?.focus({ preventScroll: true });
  };
}

/** A menu closes with what it opened: its button stays. */
function openerNow(): HTMLElement | null {
  const active = document.activeElement;
  if (!(active instanceof HTMLElement) || active === document.body) return null;
  const button = active.closest('[role="menu"]')?.getAttribute('aria-labelledby');
  return button == null ? active : document.getElementById(button);
}
