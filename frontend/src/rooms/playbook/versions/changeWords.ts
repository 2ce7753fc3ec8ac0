import { labelOf } from '../draft/words';

/** Texts with what they are called; no label where there is nothing but the text. */
export interface SaidField {
  label: string | null;
  texts: string[];
}

const KINDS = [
  'scripts',
  'facts',
  'categories',
  'objectives',
  'questions',
  'stages',
  'competitors',
  'vocabulary',
];
const UNSAID = new Set(['id', 'name', 'signal', 'objection_type', 'stage', 'said_by', 'term']);

/** A part of a playbook to be read: a text, texts, or the fields of an entry. */
export function fieldsOf(value: unknown): SaidField[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    const texts = textsOf(value);
    return texts.length === 0 ? [] : [{ label: null, texts }];
  }
  return Object.entries(value).flatMap(([field, each]) => {
    const texts = UNSAID.has(field) ? [] : textsOf(each);
    return texts.length === 0 ? [] : [{ label: fieldName(field), texts }];
  });
}

/** Of entries inside an entry only what they are called. */
function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return value === '' ? [] : [value];
  if (typeof value === 'number') return [String(value)];
  if (Array.isArray(value)) return value.flatMap(textsOf);
  if (typeof value !== 'object' || value === null) return [];
  const { name, text } = value as { name?: unknown; text?: unknown };
  return [name, text].filter((each) => typeof each === 'string').slice(0, 1);
}

/** What a field is called wherever it is called the same. */
function fieldName(field: string): string | null {
  for (const kind of KINDS) {
    const label = labelOf(kind, field);
    if (label !== undefined) return label;
  }
  return null;
}
