import { expect, it } from 'vitest';

import { toDraft } from './keyed';
import { sampleContent } from './sample';
import { allTexts, placed, search } from './search';

const draft = toDraft(sampleContent());
const texts = allTexts(draft);

it('finds a text with its place', () => {
  expect(search(texts, 'no BUDGET left')).toMatchObject([
    {
      section: 'replies',
      trail: ['Objections & replies', 'Price', 'No budget'],
      label: 'When customers say',
      text: 'There is no budget left.',
    },
  ]);
});

it('lets the place narrow a search, but not be all of it', () => {
  expect(search(texts, 'discovery two acres')).toHaveLength(0);
  expect(search(texts, 'learn acres').map(({ text }) => text)).toEqual(['About two acres.']);
  expect(search(texts, 'objections').map(({ text }) => text)).toEqual([]);
  expect(search(texts, ' ')).toEqual([]);
});

it('reaches every part of a playbook', () => {
  const parts = [
    'garden',
    'mowbert cuts',
    'two hours',
    'how long',
    'next step',
    'say why',
    'who cuts it',
  ];
  const more = [
    'what to do in pitch',
    'grasshopper',
    'mow bird',
    'never fails',
    'hotels',
    'hopper',
  ];
  for (const text of [...parts, ...more]) {
    expect(search(texts, text).length, text).toBeGreaterThan(0);
  }
});

it('never shows what is not for people', () => {
  expect(search(texts, 'too_expensive')).toEqual([]);
  expect(search(texts, 'buying_signal')).toEqual([]);
});

it('says where a field is', () => {
  const line = draft.never_say[0]?.key ?? '';
  expect(placed(draft, { key: line, field: 'text' })).toMatchObject({
    section: 'never',
    trail: ['Never say'],
    label: 'Never say',
  });
  expect(placed(draft, { key: 'playbook', field: 'name' })).toMatchObject({
    section: null,
    trail: [],
  });
  expect(placed(draft, { key: 'nobody', field: 'text' })).toBeNull();
});
