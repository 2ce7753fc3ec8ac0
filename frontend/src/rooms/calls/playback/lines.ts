/** Which line of the transcript is heard at a moment, and which come before and after. */

export interface Line {
  id: string;
  start_ms: number;
}

/** A voice is heard a little before the recogniser marks its begin. */
const EARLY_MS = 150;
/** Further into a line than this, "the line before" is its own begin. */
const INTO_LINE_MS = 1500;

/** The place of the last line that has begun; -1 before the first. `lines` are in order. */
export function lineAt(lines: readonly Line[], atMs: number): number {
  let [low, high] = [0, lines.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const line = lines[middle];
    if (line !== undefined && line.start_ms <= atMs + EARLY_MS) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** The line to go to from a moment, back or on; null when there is none. */
export function nextLine(lines: readonly Line[], atMs: number, way: -1 | 1): Line | null {
  const here = lineAt(lines, atMs);
  const current = lines[here];
  if (way === -1 && current !== undefined && atMs - current.start_ms > INTO_LINE_MS) return current;
  return lines[here + way] ?? null;
}
