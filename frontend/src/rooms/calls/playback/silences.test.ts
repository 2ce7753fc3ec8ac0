import { describe, expect, it } from 'vitest';

import { afterSilence, spokenSpans } from './silences';

const turn = (start_ms: number, end_ms: number) => ({ start_ms, end_ms });

describe('what is spoken', () => {
  it('has room for breath, and lies in order without overlap', () => {
    const spans = spokenSpans([turn(9000, 10_000), turn(100, 2000), turn(2300, 4000)]);
    expect(spans).toEqual([
      { startMs: 0, endMs: 4400 },
      { startMs: 8750, endMs: 10_400 },
    ]);
  });

  it('is one stretch where a short word lies inside a long line', () => {
    expect(spokenSpans([turn(0, 9000), turn(1000, 1200)])).toEqual([{ startMs: 0, endMs: 9400 }]);
  });
});

describe('silence', () => {
  const spans = spokenSpans([turn(3000, 4000), turn(5200, 6000), turn(20_000, 21_000)]);

  it('is left out up to the breath before the next words', () => {
    expect(afterSilence(spans, 0)).toBe(2750);
    expect(afterSilence(spans, 7000)).toBe(19_750);
  });

  it('stays while somebody speaks, when it is short, and after the last words', () => {
    expect(afterSilence(spans, 3500)).toBeNull();
    expect(afterSilence(spans, 4500)).toBeNull();
    expect(afterSilence(spans, 19_000)).toBeNull();
    expect(afterSilence(spans, 22_000)).toBeNull();
    expect(afterSilence([], 0)).toBeNull();
  });
});
