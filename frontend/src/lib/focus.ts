/**
 * Gives the focus to `element` when nothing has it, as after the control that had it is gone: whoever
 * uses the keyboard or a screen reader goes on from there. Who is somewhere else stays.
 */
export function focusIfLost(element: HTMLElement | null): void {
  const at = document.activeElement;
  if (at === null || at === document.body) element?.focus({ preventScroll: true });
}
