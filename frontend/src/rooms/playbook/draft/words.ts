/** What the parts of a playbook are called in front of a user. */
import { objectionName, STAGE_NAMES, type StageId } from '@/ui/words';

import type { CategoryDraft, ListName, ProductDraft } from './content';
import type { Place } from './tree';

export const SECTIONS = [
  { id: 'product', name: 'Product' },
  { id: 'replies', name: 'Objections & replies' },
  { id: 'objectives', name: 'Objectives' },
  { id: 'questions', name: 'Questions' },
  { id: 'stages', name: 'Stages' },
  { id: 'competitors', name: 'Competitors' },
  { id: 'vocabulary', name: 'Vocabulary' },
  { id: 'never', name: 'Never say' },
] as const;
export type SectionId = (typeof SECTIONS)[number]['id'];

const SECTION_OF: Partial<Record<ListName, SectionId>> = {
  categories: 'replies',
  objectives: 'objectives',
  questions: 'questions',
  stages: 'stages',
  competitors: 'competitors',
  vocabulary: 'vocabulary',
  never_say: 'never',
};

/** The section that shows the end of a trail; null for the playbook's own name. */
export function sectionOf(trail: readonly Place[], field: string): SectionId | null {
  for (const { list, entry } of trail) {
    if (entry.key === 'product') return 'product';
    const section = list === null ? undefined : SECTION_OF[list];
    if (section !== undefined) return section;
  }
  return SECTION_OF[field as ListName] ?? null;
}

/** The section of a path into the content, as in `categories[2].name`; null for the whole. */
export function sectionOfField(path: string): SectionId | null {
  const first = /^[a-z_]+/.exec(path)?.[0] ?? '';
  return first === 'product' ? 'product' : (SECTION_OF[first as ListName] ?? null);
}

/** The fields that hold text or lists, by what they belong to. */
const LABELS: Record<string, Record<string, string>> = {
  playbook: { name: 'Name of the playbook', never_say: 'Never say', stages: 'Stages' },
  product: {
    name: 'Name',
    pitch: 'Pitch',
    price: 'Price',
    ideal_customer: 'Ideal customer',
    facts: 'Facts',
  },
  facts: { text: 'Fact', asks: 'Questions it answers' },
  categories: { name: 'Name', signal: 'Opens when they raise', scripts: 'Scripts' },
  scripts: {
    name: 'Name',
    text: 'Words to say',
    when_to_use: 'When to use it',
    triggers: 'When customers say',
  },
  objectives: {
    text: 'What to reach',
    stage: 'Stage',
    said_by: 'Who says it',
    done_when: 'Done when somebody says something like',
    asks: 'Done when they answer a question like',
  },
  questions: {
    question: 'Question',
    alternatives: 'Other ways to ask',
    when_to_use: 'When to ask it',
    stage: 'Stage',
  },
  stages: {
    direction: 'Direction',
    why: 'Why',
    talking_points: 'Talking points',
    sounds_like: 'How this stage sounds',
  },
  competitors: { name: 'Name', say: 'What to say', also_called: 'Customers also call it' },
  vocabulary: { term: 'Word or name', sounds_like: 'Comes out as' },
};

/** What an entry is: the list it stands in, or its own key. */
export function kindOf({ list, entry }: Place): string {
  return list ?? entry.key;
}

export function labelOf(kind: string, field: string): string | undefined {
  return LABELS[kind]?.[field];
}

/** What an entry is called, by the first words written in it. */
export function titleOf(entry: object): string {
  const named = entry as Record<string, unknown>;
  if ('direction' in entry) return STAGE_NAMES[named.stage as StageId];
  for (const field of ['name', 'term', 'question', 'text']) {
    const text = named[field];
    if (typeof text === 'string' && text.trim() !== '') return text;
  }
  return 'Nothing written yet';
}

/**
 * A text as it will be said to somebody unknown: its slots filled, and the customer's name left out
 * with its comma.
 */
export function spoken(
  text: string,
  { name, price }: Pick<ProductDraft, 'name' | 'price'>,
): string {
  if (!text.includes('{')) return text;
  return text
    .replaceAll('{product}', name)
    .replaceAll('{price}', price)
    .replaceAll(/(^|[.?!] )\{company\}/g, '$1Your company')
    .replaceAll('{company}', 'your company')
    .replaceAll(/(^|[.?!] )\{competitor\}/g, '$1The other one')
    .replaceAll('{competitor}', 'the other one')
    .replace(/^\{customer_name\}, (\w)/, (_, first: string) => first.toUpperCase())
    .replaceAll(/,? ?\{customer_name\}/g, '');
}

/** What opens a category, in a salesperson's words. */
export function openedBy(category: Pick<CategoryDraft, 'signal' | 'objection_type'>): string {
  if (category.signal === 'buying_signal') return 'Buying signal';
  if (category.signal === 'objection') return objectionName(category.objection_type);
  return 'Opened by hand';
}
