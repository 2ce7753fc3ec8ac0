import { describe, expect, it } from 'vitest';

import { deedText, dueText } from './promises';

const now = new Date(2026, 10, 18, 15);

describe('the words of a promise', () => {
  it('name the day that the time means', () => {
    const day = new Date(2026, 10, 20).toLocaleDateString(undefined, {
      day: 'numeric',
      month: 'short',
    });
    expect(dueText({ due: 'by Friday', dueOn: '2026-11-20' }, now)).toBe(`by Friday, ${day}`);
  });

  it('stay as they were said when they mean no one day, or today', () => {
    expect(dueText({ due: 'next week', dueOn: null }, now)).toBe('next week');
    expect(dueText({ due: null, dueOn: null }, now)).toBe('');
    expect(dueText({ due: 'tonight', dueOn: '2026-11-18' }, now)).toBe('tonight');
  });

  it('begin with a capital', () => {
    expect(deedText('send the contract')).toBe('Send the contract');
  });
});
