import { expect, it } from 'vitest';

import { wordDiff, type Piece } from './wordDiff';

/** "It costs [more] now": what is only in this text stands in brackets. */
const marked = (pieces: readonly Piece[]): string =>
  pieces
    .map(({ text, own }) => (own ? `[${text.trim()}] ` : text))
    .join('')
    .trim();

it.each([
  ['It costs $79 now', 'It costs $89 now', 'It costs [$79] now', 'It costs [$89] now'],
  ['same words', 'same words', 'same words', 'same words'],
  ['one two three', 'one three', 'one [two] three', 'one three'],
  ['', 'all new', '', '[all new]'],
  ['a b c d', 'c d a b', '[a b] c d', 'c d [a b]'],
])('%s -> %s', (before, after, left, right) => {
  const diff = wordDiff(before, after);
  expect(marked(diff.before)).toBe(left);
  expect(marked(diff.after)).toBe(right);
});

it('says the whole texts again', () => {
  const [before, after] = ['The first  text, a b c', 'A second text b c d'];
  const diff = wordDiff(before, after);
  expect(diff.before.map(({ text }) => text).join('')).toBe(before);
  expect(diff.after.map(({ text }) => text).join('')).toBe(after);
});
