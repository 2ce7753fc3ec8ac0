import { RATES, type PlayerState } from './player';

/** How somebody likes to listen, kept in this browser. */

const KEY = 'salescoach.playback';

type Liking = Pick<PlayerState, 'rate' | 'skipping'>;

export function remembered(): Partial<Liking> {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Liking>;
    return {
      ...(RATES.includes(kept.rate ?? 0) && { rate: kept.rate }),
      ...(typeof kept.skipping === 'boolean' && { skipping: kept.skipping }),
    };
  } catch {
    return {};
  }
}

export function remember({ rate, skipping }: Liking): void {
  try {
    localStorage.setItem(KEY, JSON.stringify({ rate, skipping }));
  } catch {
    // A browser that keeps nothing begins as it comes.
  }
}
