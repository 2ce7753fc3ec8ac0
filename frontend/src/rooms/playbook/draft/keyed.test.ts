import { describe, expect, it } from 'vitest';

import { freeId, idFrom } from './ids';
import { BLANK } from './blank';
import { copied, idsOf, newLine, toContent, toDraft } from './keyed';
import { sampleContent } from './sample';
import { insert, setFields, walk } from './tree';

describe('the draft', () => {
  it('gives back the content it was made of', () => {
    expect(toContent(toDraft(sampleContent()))).toEqual(sampleContent());
  });

  it('has a key of its own for every entry', () => {
    const keys: string[] = [];
    walk(toDraft(sampleContent()), ({ entry }) => keys.push(entry.key));
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys).toHaveLength(42);
  });

  it('fills in what a content may leave out', () => {
    const { id, name, product, categories, stages } = sampleContent();
    const content = toContent(toDraft({ id, name, product, categories, stages }));
    expect(content).toMatchObject({ version: 1, objectives: [], never_say: [], vocabulary: [] });
  });

  it('leaves blank lines out of the content', () => {
    const draft = insert(toDraft(sampleContent()), 'playbook', 'never_say', [newLine('  ')], null);
    expect(draft.never_say).toHaveLength(2);
    expect(toContent(draft).never_say).toEqual(['It never fails.']);
  });
});

describe('ids', () => {
  it.each([
    ["Who else's okay?", 'who_elses_okay'],
    ['  Zu teuer, für uns!', 'zu_teuer_fur_uns'],
    ['24 hours', 'hours'],
    ['???', 'script'],
    ['x'.repeat(80), 'x'.repeat(56)],
  ])('are made from names: %s', (name, id) => {
    expect(idFrom(name, 'script')).toBe(id);
  });

  it('count up when they are taken', () => {
    expect(freeId('price', new Set(['price', 'price_2']))).toBe('price_3');
  });

  it('are made for new entries and never clash, in the whole playbook', () => {
    const draft = toDraft(sampleContent());
    const script = { ...BLANK.scripts(), name: 'No budget' };
    const closing = draft.categories[1];
    if (!closing) throw new Error('There is no second category.');
    const grown = insert(draft, closing.key, 'scripts', [script]);
    expect(idsOf(grown)).toEqual({ [script.key]: 'no_budget_2' });
    expect(toContent(grown).categories[1]?.scripts[1]?.id).toBe('no_budget_2');
  });

  it('stay as they were given, whatever the name becomes', () => {
    const fact = { ...BLANK.facts(), text: 'It is green' };
    const draft = insert(toDraft(sampleContent()), 'product', 'facts', [fact]);
    const given = idsOf(draft);
    const renamed = setFields(draft, fact.key, { text: 'It is blue' });
    expect(idsOf(renamed, given)).toEqual({ [fact.key]: 'it_is_green' });
    expect(idsOf(renamed)).toEqual({ [fact.key]: 'it_is_blue' });
  });

  it('are made anew for copies', () => {
    const [category] = toDraft(sampleContent()).categories;
    if (!category) throw new Error('There is no category.');
    const copy = copied(category);
    expect(copy.id).toBe('');
    expect(copy.scripts.map(({ id }) => id)).toEqual(['', '']);
    expect(copy.scripts[0]?.key).not.toBe(category.scripts[0]?.key);
    expect(copy.scripts[0]?.triggers.map(({ text }) => text)).toEqual(
      category.scripts[0]?.triggers.map(({ text }) => text),
    );
  });
});
