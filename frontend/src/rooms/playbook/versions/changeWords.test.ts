import { expect, it } from 'vitest';

import { fieldsOf } from './changeWords';

it('reads an entry field by field, without what is not for people', () => {
  const script = {
    id: 'dear',
    name: 'Dear',
    text: 'Compared to what?',
    when_to_use: '',
    triggers: ['Too dear.', 'Ouch.'],
  };
  expect(fieldsOf(script)).toEqual([
    { label: 'Words to say', texts: ['Compared to what?'] },
    { label: 'When customers say', texts: ['Too dear.', 'Ouch.'] },
  ]);
});

it('tells of a whole category only what its scripts are called', () => {
  const scripts = [{ id: 'a', name: 'First', text: 'Long words' }];
  const category = { id: 'price', name: 'Price', signal: 'objection', scripts };
  expect(fieldsOf(category)).toEqual([{ label: 'Scripts', texts: ['First'] }]);
});

it.each([
  ['a text', 'Hello', [{ label: null, texts: ['Hello'] }]],
  ['texts', ['a', 'b'], [{ label: null, texts: ['a', 'b'] }]],
  ['a number', 3, [{ label: null, texts: ['3'] }]],
  ['nothing', null, []],
  ['an empty text', '', []],
])('reads %s', (_, value, fields) => {
  expect(fieldsOf(value)).toEqual(fields);
});
