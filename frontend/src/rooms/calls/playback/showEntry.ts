/** Brings an entry of the transcript into sight; `open` shows the transcript when another view is. */
export function showEntry(key: string, open: () => void): void {
  if (document.getElementById(key) === null) open();
  requestAnimationFrame(() => {
    document.getElementById(key)?.scrollIntoView({ block: 'center', behavior: 'smooth' });
  });
}
