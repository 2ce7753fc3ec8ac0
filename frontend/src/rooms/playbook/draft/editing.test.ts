import { beforeEach, describe, expect, it, vi } from 'vitest';

import { BLANK } from './blank';
import { createEditing, type Editing, type Kept } from './editing';
import { sampleContent } from './sample';

let editing: Editing;
const state = () => editing.store.get();
const script = (at: number) => state().draft.categories[0]?.scripts[at];

beforeEach(() => {
  editing = createEditing({ version: 3, content: sampleContent() });
});

describe('changes', () => {
  it('are known by what the draft says, not by the way to it', () => {
    expect(state().changed).toBe(false);
    editing.set('product', { name: 'Mow' }, true);
    expect(state().changed).toBe(true);
    editing.set('product', { name: 'Mowbert' }, true);
    expect(state().changed).toBe(false);
  });

  it('do not begin with an empty line', () => {
    editing.add('playbook', 'never_say', [BLANK.never_say()]);
    expect(state().changed).toBe(false);
  });
});

describe('undo', () => {
  it('takes typing in one field as one step', () => {
    vi.spyOn(performance, 'now').mockReturnValue(1000);
    for (const name of ['M', 'Mo', 'Mow']) editing.set('product', { name }, true);
    vi.spyOn(performance, 'now').mockReturnValue(9000);
    editing.set('product', { name: 'Mower' }, true);
    expect(editing.undo()).toEqual({ key: 'product', field: 'name' });
    expect(state().draft.product.name).toBe('Mow');
    editing.undo();
    expect(state().draft.product.name).toBe('Mowbert');
    expect(state().changed).toBe(false);
    expect(editing.undo()).toBeNull();
    editing.redo();
    editing.redo();
    expect(state().draft.product.name).toBe('Mower');
    expect(editing.redo()).toBeNull();
  });

  it('forgets the future when something else is done', () => {
    editing.set('product', { name: 'A' });
    editing.undo();
    editing.set('product', { name: 'B' });
    expect(editing.redo()).toBeNull();
  });
});

describe('removing', () => {
  it('can be taken back, in its place, after other edits', () => {
    const key = script(0)?.key ?? '';
    editing.remove(key);
    expect(script(0)?.name).toBe('No budget');
    editing.set('product', { price: '$900' });
    editing.putBack();
    expect(script(0)?.key).toBe(key);
    expect(script(1)?.name).toBe('No budget');
    expect(state().draft.product.price).toBe('$900');
    expect(state().removed).toBeNull();
  });

  it('is not done twice when undo was faster', () => {
    editing.remove(script(0)?.key ?? '');
    editing.undo();
    editing.putBack();
    expect(state().draft.categories[0]?.scripts).toHaveLength(2);
  });
});

it('puts a copy behind its original, with a name and an id of its own', () => {
  const copy = editing.duplicate(script(0)?.key ?? '');
  expect(script(1)).toMatchObject({ key: copy, id: '', name: 'Too expensive (copy)' });
  expect(editing.content().categories[0]?.scripts[1]?.id).toBe('too_expensive_copy');
});

describe('saving', () => {
  it('keeps the ids it gave', () => {
    const key = editing.duplicate(script(0)?.key ?? '') ?? '';
    const { draft } = state();
    const content = editing.content();
    editing.saved({ version: 4, content }, draft);
    expect(state()).toMatchObject({ changed: false, base: { version: 4 } });
    editing.set(key, { name: 'Something else' });
    expect(editing.content().categories[0]?.scripts[1]?.id).toBe('too_expensive_copy');
  });

  it('does not lose what was typed meanwhile', () => {
    editing.set('product', { name: 'A' });
    const sent = state().draft;
    const content = editing.content();
    editing.set('product', { name: 'AB' });
    editing.saved({ version: 4, content }, sent);
    expect(state().draft.product.name).toBe('AB');
    expect(state().changed).toBe(true);
  });

  it('shows problems at their fields until they are mended', () => {
    editing.refused([
      { path: 'product.name', message: 'empty' },
      { path: 'categories[0].scripts[1].text', message: 'too long' },
    ]);
    const text = { key: script(1)?.key, field: 'text', message: 'too long' };
    expect(state().problems).toEqual([{ key: 'product', field: 'name', message: 'empty' }, text]);
    editing.set('product', { name: 'B' });
    expect(state().problems).toEqual([text]);
    editing.remove(script(1)?.key ?? '');
    expect(state().problems).toEqual([]);
  });

  it('goes on over a newer version', () => {
    editing.set('product', { name: 'Mine' });
    editing.rebase(9);
    expect(state()).toMatchObject({ changed: true, base: { version: 9 } });
  });

  it('begins anew from what the server has', () => {
    editing.set('product', { name: 'Mine' });
    const theirs = { ...sampleContent(), name: 'Theirs' };
    editing.reset({ version: 5, content: theirs });
    expect(state()).toMatchObject({ changed: false, past: [], draft: { name: 'Theirs' } });
  });
});

it('goes on with a draft that was kept', () => {
  editing.set('product', { name: 'Kept' });
  const { base, draft, ids } = state();
  const kept = JSON.parse(JSON.stringify({ base, draft, ids })) as Kept;
  editing = createEditing(base, kept);
  expect(state()).toMatchObject({ changed: true, draft: { product: { name: 'Kept' } } });
});
