import { expect, it } from 'vitest';

import { deletionText } from './historyWords';
import { historySearch, isNarrowed, serverQuery } from './historySearch';

const NOW = new Date(2026, 10, 23, 14, 30);

it('takes of an address only what it understands', () => {
  expect(
    historySearch({
      q: '  ',
      within: 7,
      sort: 'best',
      outcome: 'won',
      tag: 2026,
      from: 'x',
      to: 5,
    }),
  ).toEqual({ within: '7', outcome: 'won', tag: '2026' });
  expect(historySearch({ from: '2026-03-01', to: '2026-13-01' })).toEqual({ from: '2026-03-01' });
  expect(historySearch({ q: 'x'.repeat(1000) }).q).toHaveLength(300);
});

it('asks for days as the user has them, the last one whole', () => {
  expect(serverQuery({ within: '7' }, NOW)).toEqual({
    since: new Date(2026, 10, 17).toISOString(),
  });
  expect(serverQuery({ within: 'today' }, NOW)).toEqual({
    since: new Date(2026, 10, 23).toISOString(),
  });
  expect(serverQuery({ from: '2026-03-01', to: '2026-03-31' }, NOW)).toEqual({
    since: new Date(2026, 2, 1).toISOString(),
    until: new Date(2026, 3, 1).toISOString(),
  });
});

it('does not search for a single letter yet', () => {
  expect(serverQuery({ q: 'p' }, NOW)).toEqual({});
  expect(serverQuery({ q: 'pr', sort: 'longest' }, NOW)).toEqual({ q: 'pr', sort: 'longest' });
});

it('knows whether calls are left out', () => {
  expect(isNarrowed({ sort: 'oldest' })).toBe(false);
  expect(isNarrowed({ q: 'price' })).toBe(true);
});

it('says what was deleted', () => {
  const call = (turns: number, audio: number) => ({
    id: `c${turns}`,
    turns,
    cards: 1,
    audio_bytes: audio,
  });
  expect(deletionText({ deleted: [call(1, 0)], kept: [] })).toBe(
    '1 call was deleted, with 1 line, 1 card and no sound.',
  );
  expect(deletionText({ deleted: [call(30, 2_000_000), call(50, 1_140_000)], kept: [] })).toBe(
    '2 calls were deleted, with 80 lines, 2 cards and 3.1 MB of sound.',
  );
});
