/** Heights from 0 to 1. */
export type Bars = readonly number[];

/** Quiet voices are still to be seen. */
const CURVE = 0.7;

/** `count` bars over `durationMs` from peaks of 0 to 255, one for each `pointMs`: of each stretch the
 * loudest. */
export function bars(
  peaks: readonly number[],
  pointMs: number,
  durationMs: number,
  count: number,
): Bars {
  return Array.from({ length: count }, (_, place) => {
    const from = Math.floor((place * durationMs) / count / pointMs);
    const to = Math.max(from + 1, Math.floor(((place + 1) * durationMs) / count / pointMs));
    const loudest = peaks.slice(from, to).reduce((most, peak) => Math.max(most, peak), 0);
    return (loudest / 255) ** CURVE;
  });
}
