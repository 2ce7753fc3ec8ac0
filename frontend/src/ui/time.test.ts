import { expect, it } from 'vitest';

import cases from '../../../fixtures/durations.json';
import { spell } from './time';

it.each(cases as [number, string][])('%i ms is spelled as the exports spell it', (ms, words) => {
  expect(spell(ms)).toBe(words);
});
