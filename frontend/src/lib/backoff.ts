export interface Backoff {
  firstMs: number;
  capMs: number;
}

/**
 * Milliseconds to wait before try number `attempt` (from 0): doubling up to the cap, and spread
 * over its upper half so that many pages do not return at the same instant. `random` is in [0, 1).
 */
export function backoffDelay(attempt: number, { firstMs, capMs }: Backoff, random: number): number {
  const ceiling = Math.min(capMs, firstMs * 2 ** Math.min(attempt, 30));
  return Math.round(ceiling / 2 + (ceiling / 2) * random);
}
