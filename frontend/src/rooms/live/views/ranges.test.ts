import { expect, it } from 'vitest';

import told from '../../../../../fixtures/ranges.json';
import { RANGES, WON_TALK_PERCENT } from './ranges';

it('judges live as the review does', () => {
  expect({ ...RANGES, won_talk_percent: WON_TALK_PERCENT }).toEqual(told);
});
