/** Gives the focus to an element that the next render brings, or moves. */
export function focusSoon(id: string): void {
  requestAnimationFrame(() => {
    const element = document.getElementById(id);
    if (element !== null && element !== document.activeElement) element.focus();
  });
}
