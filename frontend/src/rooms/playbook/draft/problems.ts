/** What the server refuses, brought to the fields it speaks of. */
import type { Address } from './address';
import type { Entry, PlaybookDraft } from './content';
import { isBlank, isLine } from './keyed';

/** As the server says it: `path` is where in the content, as in `categories[2].name`. */
export interface ContentProblem {
  path: string;
  message: string;
}

export interface FieldProblem extends Address {
  message: string;
}

/** "product.facts[2].text" -> ["product", "facts", 2, "text"] */
export function pathSteps(path: string): (string | number)[] {
  return [...path.matchAll(/([^.[\]]+)|\[(\d+)\]/g)].map(([, name, index]) =>
    name === undefined ? Number(index) : name,
  );
}

/** The field of `draft` that a path into its content means, or the nearest thing around it. */
export function fieldAt(draft: PlaybookDraft, path: string): Address {
  let entry = draft as unknown as Entry & Record<string, unknown>;
  let list: string | null = null;
  for (const step of pathSteps(path)) {
    if (typeof step === 'number') {
      const item = list === null ? undefined : sent(entry[list] as object[])[step];
      if (item === undefined) break;
      entry = item as typeof entry;
      list = null;
      continue;
    }
    const value = entry[step];
    if (Array.isArray(value)) list = step;
    else if (typeof value === 'object' && value !== null) entry = value as typeof entry;
    else return { key: entry.key, field: shown(step, entry) };
  }
  return { key: entry.key, field: list ?? shown('', entry) };
}

/** Blank lines stay in the draft but are not sent, so the server's indexes pass over them. */
function sent(entries: readonly object[]): object[] {
  return entries.filter((each) => !isLine(each) || !isBlank(each));
}

/** Ids are made from names and have no field; a problem with one belongs to the name. */
function shown(field: string, entry: Entry): string {
  if (field === 'objection_type') return 'signal';
  if (field !== '' && field !== 'id') return field;
  return ['name', 'text', 'term', 'question', 'direction'].find((each) => each in entry) ?? field;
}

export function fieldProblems(
  draft: PlaybookDraft,
  problems: readonly ContentProblem[],
): FieldProblem[] {
  return problems.map(({ path, message }) => ({ ...fieldAt(draft, path), message }));
}
