/**
 * A finished line as it is read. Speech engines put a comma where the voice stayed up, also at the
 * end of all that was said; the log keeps what was heard, a reader is shown an end.
 */
export function withLineEnd(text: string): string {
  return text.replace(/\s*[,;:–—-]+\s*$/u, '.');
}

/** A part of a line as it is quoted: verbatim, without the comma that a speech engine ended on. */
export function quoteOf(text: string): string {
  return text.replace(/\s*[,;:]+\s*$/u, '');
}
