import { expect, it } from 'vitest';

import type { PlaybookDraft } from './content';
import { newLine, toDraft } from './keyed';
import { fieldAt, pathSteps } from './problems';
import { sampleContent } from './sample';
import { insert, trailTo } from './tree';

const draft = toDraft(sampleContent());

/** The text of the field that a path leads to, or the entry's name with the field. */
function at(path: string, of: PlaybookDraft = draft): unknown {
  const { key, field } = fieldAt(of, path);
  return trailTo(of, key).at(-1)?.entry[field];
}

it('reads a path', () => {
  expect(pathSteps('categories[2].scripts[0].text')).toEqual([
    'categories',
    2,
    'scripts',
    0,
    'text',
  ]);
});

it.each([
  ['name', 'Garden robots'],
  ['product.price', '$1,200'],
  ['product.facts[1].text', 'It stops when it rains.'],
  ['categories[0].scripts[1].triggers[0]', 'There is no budget left.'],
  ['never_say[0]', 'It never fails.'],
  // Ids have no field of their own: the name is what can be mended.
  ['categories[1].id', 'Closing'],
  ['product.facts[0].id', 'It runs two hours.'],
  ['categories[0].objection_type', 'objection'],
  // What is not there belongs to the nearest thing around it.
  ['categories[1]', 'Closing'],
])('finds the field of %s', (path, text) => {
  expect(at(path)).toBe(text);
});

it('finds the list when the list is meant', () => {
  const { field } = fieldAt(draft, 'categories[0].scripts[0].triggers');
  expect(field).toBe('triggers');
  expect(fieldAt(draft, 'stages')).toEqual({ key: 'playbook', field: 'stages' });
  expect(fieldAt(draft, 'categories[9].name').field).toBe('categories');
});

it('counts only the lines that were sent', () => {
  const script = draft.categories[0]?.scripts[0]?.key ?? '';
  const blank = insert(draft, script, 'triggers', [newLine(), newLine()], null);
  expect(at('categories[0].scripts[0].triggers[1]', blank)).toBe('We can not afford that.');
});
