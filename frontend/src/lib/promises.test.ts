import { describe, expect, it } from 'vitest';

import { deedText, dueText } from './promises';

describe('the words of a promise', () => {
  it('name the day that the time means', () => {
    const day = new Date(2026, 10, 20).toLocaleDateString(undefined, {
      day: 'numeric',
      month: 'short',
    });
    expect(dueText({ due: 'by Friday', dueOn: '2026-11-20' })).toBe(`by Friday, ${day}`);
  });

  it('stay as they were said when they mean no one day', () => {
    expect(dueText({ due: 'next week', dueOn: null })).toBe('next week');
    expect(dueText({ due: null, dueOn: null })).toBe('');
  });

  it('begin with a capital', () => {
    expect(deedText('send the contract')).toBe('Send the contract');
  });
});
