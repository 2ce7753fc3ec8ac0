import { describe, expect, it } from 'vitest';

import { BLANK } from '../draft/blank';
import { toContent, toDraft } from '../draft/keyed';
import { fieldAt } from '../draft/problems';
import { sampleContent } from '../draft/sample';
import { insert, setFields } from '../draft/tree';
import { forTrial } from './complete';

const draft = toDraft(sampleContent());
const price = draft.categories[0]?.key ?? '';

describe('forTrial', () => {
  it('leaves a finished playbook as it is', () => {
    expect(toContent(forTrial(draft))).toEqual(sampleContent());
  });

  it('takes a reply as soon as it has words', () => {
    const empty = { ...BLANK.scripts() };
    const worded = { ...BLANK.scripts(), text: 'Let us see.' };
    const grown = insert(draft, price, 'scripts', [empty, worded], null);
    const scripts = toContent(forTrial(grown)).categories[0]?.scripts;
    expect(scripts?.map(({ text }) => text)).toEqual([
      'Let us see.',
      'Compared to what, {customer_name}?',
      'When does the next one begin?',
    ]);
    expect(scripts?.[0]).toMatchObject({ name: '…', when_to_use: '…' });
  });

  it('passes over what says nothing yet', () => {
    let grown = insert(draft, 'playbook', 'competitors', [BLANK.competitors()]);
    grown = insert(grown, 'playbook', 'categories', [BLANK.categories()]);
    grown = insert(grown, 'playbook', 'objectives', [BLANK.objectives()]);
    grown = insert(grown, 'product', 'facts', [BLANK.facts()]);
    expect(toContent(forTrial(grown))).toEqual(sampleContent());
  });

  it('takes no triggers where nothing opens the category', () => {
    const byHand = setFields(draft, price, { signal: null, objection_type: null });
    expect(toContent(forTrial(byHand)).categories[0]?.scripts[0]?.triggers).toEqual([]);
  });

  it('leads a problem back to the field of the whole draft', () => {
    const grown = insert(draft, price, 'scripts', [BLANK.scripts()], null);
    const address = fieldAt(forTrial(grown), 'categories[0].scripts[1].text');
    expect(address).toEqual({ key: draft.categories[0]?.scripts[1]?.key, field: 'text' });
  });
});
