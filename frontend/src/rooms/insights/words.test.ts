import { expect, it } from 'vitest';

import { endedText, shareText, wellText } from './words';

it('tells few calls by their number and not as a percentage', () => {
  expect(endedText(1, 1)).toBe(', which ended with a next step or a sale.');
  expect(endedText(1, 0)).toBe(', which ended without a next step or a sale.');
  expect(endedText(12, 0)).toBe(', of which none ended with a next step or a sale.');
  expect(wellText(1, 1)).toBe('1 call, ended well');
  expect(wellText(3, 2)).toBe('3 calls, 2 well');
  expect(wellText(12, 3)).toBe('12 calls, 25% well');
  expect(shareText({ count: 0, of: 1, low: 0, high: 0.79 })).toBe(
    '0 of 1; too few to tell a share',
  );
  expect(shareText({ count: 3, of: 12, low: 0.09, high: 0.53 })).toMatch(/^25%/);
});
