/**
 * A finished line as it is read. Speech engines put a comma where the voice stayed up, also at the
 * end of all that was said; the log keeps what was heard, a reader is shown an end.
 */
export function withLineEnd(text: string): string {
  const closed = withoutEnd(text, ',;:–—-');
  return closed === null ? text : `${closed}.`;
}

/** A part of a line as it is quoted: verbatim, without the comma that a speech engine ended on. */
export function quoteOf(text: string): string {
  return withoutEnd(text, ',;:') ?? text;
}

/** Null where none of `marks` is at the end. Read once from there and without a pattern, which
 * would begin anew at each mark: a line may be nothing but commas. */
function withoutEnd(text: string, marks: string): string | null {
  const said = text.trimEnd();
  let end = said.length;
  while (end > 0 && marks.includes(said.charAt(end - 1))) end -= 1;
  return end === said.length ? null : said.slice(0, end).trimEnd();
}
