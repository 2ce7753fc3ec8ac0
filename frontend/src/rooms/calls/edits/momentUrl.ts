/** The address of a line of the call that is open: whoever opens it sees the line at once. */
export function momentUrl(turnId: string): string {
  const address = new URL(window.location.href);
  address.search = new URLSearchParams({ turn: turnId }).toString();
  address.hash = '';
  return address.href;
}
