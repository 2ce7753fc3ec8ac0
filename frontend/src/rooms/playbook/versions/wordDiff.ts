/** Which words of two texts are not in both, for a reader who compares them. */

export interface Piece {
  text: string;
  /** Only in this one of the two texts. */
  own: boolean;
}

const LONGEST = 400;

/** Both texts in pieces, in their order; together they say the whole text again. */
export function wordDiff(before: string, after: string): { before: Piece[]; after: Piece[] } {
  const [a, b] = [wordsOf(before), wordsOf(after)];
  if (a.length > LONGEST || b.length > LONGEST) {
    return { before: [{ text: before, own: true }], after: [{ text: after, own: true }] };
  }
  const length = commonLengths(a, b);
  const pieces = { before: [] as Piece[], after: [] as Piece[] };
  let [i, j] = [0, 0];
  const at = (x: number, y: number): number => length[x]?.[y] ?? 0;
  while (i < a.length || j < b.length) {
    const [x, y] = [a[i], b[j]];
    if (x !== undefined && y !== undefined && x.trimEnd() === y.trimEnd()) {
      add(pieces.before, x, false);
      add(pieces.after, y, false);
      i += 1;
      j += 1;
    } else if (x !== undefined && (y === undefined || at(i + 1, j) >= at(i, j + 1))) {
      add(pieces.before, x, true);
      i += 1;
    } else {
      add(pieces.after, y ?? '', true);
      j += 1;
    }
  }
  return pieces;
}

/** Words with the space behind them. */
function wordsOf(text: string): string[] {
  return text.match(/\S+\s*/g) ?? [];
}

/** `[i][j]`: how many words the rests of `a` from i and of `b` from j have in common, in order. */
function commonLengths(a: readonly string[], b: readonly string[]): number[][] {
  const rows = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0));
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      const [row, below] = [rows[i] ?? [], rows[i + 1] ?? []];
      row[j] =
        a[i]?.trimEnd() === b[j]?.trimEnd()
          ? (below[j + 1] ?? 0) + 1
          : Math.max(below[j] ?? 0, row[j + 1] ?? 0);
    }
  }
  return rows;
}

function add(pieces: Piece[], text: string, own: boolean): void {
  const last = pieces.at(-1);
  if (last?.own === own) last.text += text;
  else pieces.push({ text, own });
}
