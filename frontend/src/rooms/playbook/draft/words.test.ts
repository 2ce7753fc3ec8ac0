import { expect, it } from 'vitest';

import { openedBy, sectionOfField, spoken, titleOf } from './words';

const product = { name: 'Mowbert', price: '$1,200' };

it.each([
  ['{product} is {price}.', 'Mowbert is $1,200.'],
  ['Thanks {customer_name}. Shall we?', 'Thanks. Shall we?'],
  ['I hear you, {customer_name}.', 'I hear you.'],
  ['{customer_name}, how are you?', 'How are you?'],
  ['No slots.', 'No slots.'],
])('shows %s as it is said', (text, said) => {
  expect(spoken(text, product)).toBe(said);
});

it('calls an entry by the first thing written in it', () => {
  expect(titleOf({ name: '', text: 'Words' })).toBe('Words');
  expect(titleOf({ term: 'CRM', sounds_like: [] })).toBe('CRM');
  expect(titleOf({ stage: 'pitch', direction: 'Show one thing.' })).toBe('Pitch');
  expect(titleOf({ name: ' ' })).toBe('Nothing written yet');
});

it('says what opens a category', () => {
  expect(openedBy({ signal: 'objection', objection_type: 'price' })).toBe('Price objection');
  expect(openedBy({ signal: 'buying_signal', objection_type: null })).toBe('Buying signal');
  expect(openedBy({ signal: null, objection_type: null })).toBe('Opened by hand');
});

it('knows the section of a path', () => {
  expect(sectionOfField('product.facts[2].text')).toBe('product');
  expect(sectionOfField('categories[0].scripts[1]')).toBe('replies');
  expect(sectionOfField('never_say[0]')).toBe('never');
  expect(sectionOfField('name')).toBeNull();
});
