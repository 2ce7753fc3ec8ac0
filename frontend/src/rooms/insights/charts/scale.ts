/** Round numbers for an axis that holds `most`: from 0 up in three to six even steps. */
export function ticks(most: number): readonly number[] {
  if (!(most > 0)) return [0, 1];
  const rough = most / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step =
    [1, 2, 2.5, 5, 10].map((each) => each * power).find((each) => each >= rough) ?? rough;
  const count = Math.ceil(most / step - 1e-9);
  return Array.from({ length: count + 1 }, (_, place) => Number((place * step).toPrecision(12)));
}

export interface Dot {
  x: number;
  y: number;
}

/** Lines through what is there; where a value is missing, the line stops and begins again. */
export function segments(values: readonly (Dot | null)[]): readonly (readonly Dot[])[] {
  const found: Dot[][] = [];
  let open: Dot[] | null = null;
  for (const value of values) {
    if (value === null) {
      open = null;
      continue;
    }
    if (open === null) {
      open = [];
      found.push(open);
    }
    open.push(value);
  }
  return found;
}

/** Which places get a label, so that none touch: the last one always. */
export function labelled(count: number, room: number): readonly number[] {
  if (count === 0) return [];
  const every = Math.max(1, Math.ceil(count / Math.max(1, room)));
  const found: number[] = [];
  for (let place = count - 1; place >= 0; place -= every) found.unshift(place);
  return found;
}
