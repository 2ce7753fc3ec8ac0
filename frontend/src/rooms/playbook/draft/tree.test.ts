import { describe, expect, it } from 'vitest';

import type { CategoryDraft, ScriptDraft } from './content';
import { newLine, toDraft } from './keyed';
import { sampleContent } from './sample';
import { insert, moveTo, remove, setFields, trailTo, transfer } from './tree';

const draft = toDraft(sampleContent());
const [price, closing] = draft.categories as [CategoryDraft, CategoryDraft];
const [dear, budget] = price.scripts as [ScriptDraft, ScriptDraft];

describe('the tree', () => {
  it('knows the way to an entry', () => {
    const line = budget.triggers[0]?.key ?? '';
    expect(trailTo(draft, line).map(({ list }) => list)).toEqual([
      null,
      'categories',
      'scripts',
      'triggers',
    ]);
    expect(trailTo(draft, 'nobody')).toEqual([]);
  });

  it('changes an entry and shares the rest', () => {
    const next = setFields(draft, dear.key, { name: 'Too dear' });
    expect(next.categories[0]?.scripts[0]?.name).toBe('Too dear');
    expect(dear.name).toBe('Too expensive');
    expect(next.categories[1]).toBe(closing);
    expect(next.product).toBe(draft.product);
    expect(next.categories[0]?.scripts[1]).toBe(budget);
  });

  it('is the same when nothing changed', () => {
    expect(setFields(draft, 'product', { name: 'Mowbert' })).toBe(draft);
    expect(setFields(draft, 'nobody', { name: 'x' })).toBe(draft);
  });

  it('puts entries in front, behind one, or at the end', () => {
    const texts = (after: string | null | undefined): string[] => {
      const next = insert(draft, dear.key, 'triggers', [newLine('new')], after);
      return next.categories[0]?.scripts[0]?.triggers.map(({ text }) => text) ?? [];
    };
    const first = dear.triggers[0]?.key;
    expect(texts(null).indexOf('new')).toBe(0);
    expect(texts(first).indexOf('new')).toBe(1);
    expect(texts(undefined).indexOf('new')).toBe(2);
  });

  it('removes an entry of a list, and nothing else', () => {
    expect(remove(draft, dear.key).categories[0]?.scripts).toEqual([budget]);
    expect(remove(draft, 'product')).toBe(draft);
  });

  it('moves an entry to the place of another, both ways', () => {
    const names = (key: string, target: string): string[] =>
      moveTo(draft, key, target).categories.map(({ id }) => id);
    const [a, b, c] = draft.categories.map(({ key }) => key) as [string, string, string];
    expect(names(a, c)).toEqual(['closing', 'opener', 'price']);
    expect(names(c, a)).toEqual(['opener', 'price', 'closing']);
    expect(names(a, b)).toEqual(['closing', 'price', 'opener']);
    expect(moveTo(draft, a, 'nobody')).toBe(draft);
  });

  it('takes an entry over to another owner', () => {
    const next = transfer(draft, budget.key, closing.key);
    expect(next.categories[0]?.scripts).toEqual([dear]);
    expect(next.categories[1]?.scripts.at(-1)).toBe(budget);
    expect(transfer(draft, budget.key, price.key)).toBe(draft);
  });
});
