import { flushSync } from 'react-dom';

/**
 * Makes a change and gives the focus to an element that it brings or moves, before the next key can
 * be pressed.
 */
export function thenFocus(change: () => void, id: string): void {
  flushSync(change);
  const element = document.getElementById(id);
  if (element !== null && element !== document.activeElement) element.focus();
}
