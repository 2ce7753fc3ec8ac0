/**
 * A playbook's content twice: as the server takes it, and as it is edited. In the draft every entry of
 * every list, lines of text too, has a `key` of its own, which survives reordering, undo and a reload.
 */
import type { ObjectionType, Stage } from '@/wire/messages';
import type { components } from '@/wire/types.gen';

type Schemas = components['schemas'];

export const OBJECTION_TYPES = [
  'price',
  'timing',
  'authority',
  'need',
  'trust',
  'competitor',
  'technical',
  'ai_concerns',
] as const satisfies readonly ObjectionType[];
export type CategorySignal = NonNullable<Schemas['CategoryFile']['signal']>;
export type Side = NonNullable<Schemas['ObjectiveFile']['said_by']>;
export type PlaybookContent = Schemas['PlaybookFile'];

/** Anything with a place in the draft. */
export interface Entry {
  readonly key: string;
}

export interface Line extends Entry {
  text: string;
}

export interface FactDraft extends Entry {
  id: string;
  text: string;
  asks: readonly Line[];
}

export interface ProductDraft extends Entry {
  name: string;
  pitch: string;
  price: string;
  ideal_customer: string;
  facts: readonly FactDraft[];
}

export interface ScriptDraft extends Entry {
  id: string;
  name: string;
  text: string;
  when_to_use: string;
  triggers: readonly Line[];
}

export interface CategoryDraft extends Entry {
  id: string;
  name: string;
  signal: CategorySignal | null;
  objection_type: ObjectionType | null;
  scripts: readonly ScriptDraft[];
}

export interface ObjectiveDraft extends Entry {
  id: string;
  stage: Stage;
  text: string;
  said_by: Side | null;
  done_when: readonly Line[];
  asks: readonly Line[];
}

export interface QuestionDraft extends Entry {
  question: string;
  when_to_use: string;
  stage: Stage;
  alternatives: readonly Line[];
}

export interface StageDraft extends Entry {
  stage: Stage;
  direction: string;
  why: string;
  sounds_like: readonly Line[];
  talking_points: readonly Line[];
}

export interface CompetitorDraft extends Entry {
  name: string;
  say: string;
  also_called: readonly Line[];
}

export interface TermDraft extends Entry {
  term: string;
  sounds_like: readonly Line[];
}

export interface PlaybookDraft extends Entry {
  id: string;
  name: string;
  version: number;
  product: ProductDraft;
  categories: readonly CategoryDraft[];
  objectives: readonly ObjectiveDraft[];
  questions: readonly QuestionDraft[];
  stages: readonly StageDraft[];
  competitors: readonly CompetitorDraft[];
  vocabulary: readonly TermDraft[];
  never_say: readonly Line[];
}

/** The lists of a draft by the name of their field, with what they hold. */
export interface ListEntries {
  facts: FactDraft;
  asks: Line;
  categories: CategoryDraft;
  scripts: ScriptDraft;
  triggers: Line;
  objectives: ObjectiveDraft;
  done_when: Line;
  questions: QuestionDraft;
  alternatives: Line;
  stages: StageDraft;
  sounds_like: Line;
  talking_points: Line;
  competitors: CompetitorDraft;
  also_called: Line;
  vocabulary: TermDraft;
  never_say: Line;
}
export type ListName = keyof ListEntries;
