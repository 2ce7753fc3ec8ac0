/** From the server's content to the draft and back: keys come in, keys go out, ids are made. */
import type { Entry, Line, ListEntries, ListName, PlaybookContent, PlaybookDraft } from './content';
import { freeId, idFrom } from './ids';
import { walk } from './tree';

const BORN = Date.now().toString(36);
let made = 0;

/** A key no other entry has, also not one of a draft kept by an earlier page. */
export function newKey(): string {
  made += 1;
  return `${BORN}-${made}`;
}

export function newLine(text = ''): Line {
  return { key: newKey(), text };
}

/** A copy with keys of its own; its ids are made anew. */
export function copied<T extends Entry>(entry: T): T {
  return copyOf(entry) as T;
}

function copyOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copyOf);
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).map(([field, each]) => [field, copyOf(each)]);
  const copy = Object.fromEntries(fields) as Record<string, unknown>;
  return { ...copy, ...('id' in copy && { id: '' }), key: newKey() };
}

export function toDraft(content: PlaybookContent): PlaybookDraft {
  const { product } = content;
  return keyed(
    {
      id: content.id,
      name: content.name,
      version: content.version ?? 1,
      product: {
        name: product.name,
        pitch: product.pitch,
        price: product.price,
        ideal_customer: product.ideal_customer ?? '',
        facts: (product.facts ?? []).map((each) => ({ ...each, asks: each.asks ?? [] })),
      },
      categories: content.categories.map((category) => ({
        id: category.id,
        name: category.name,
        signal: category.signal ?? null,
        objection_type: category.objection_type ?? null,
        scripts: category.scripts.map((each) => ({ ...each, triggers: each.triggers ?? [] })),
      })),
      objectives: (content.objectives ?? []).map((each) => ({
        ...each,
        said_by: each.said_by ?? null,
        asks: each.asks ?? [],
      })),
      questions: (content.questions ?? []).map((each) => ({
        ...each,
        stage: each.stage ?? 'discovery',
        alternatives: each.alternatives ?? [],
      })),
      stages: content.stages.map((each) => ({
        ...each,
        talking_points: each.talking_points ?? [],
      })),
      competitors: (content.competitors ?? []).map((each) => ({
        ...each,
        also_called: each.also_called ?? [],
      })),
      vocabulary: (content.vocabulary ?? []).map((each) => ({
        ...each,
        sounds_like: each.sounds_like ?? [],
      })),
      never_say: content.never_say ?? [],
    },
    'playbook',
  ) as PlaybookDraft;
}

function keyed(value: unknown, key: string): unknown {
  if (Array.isArray(value)) {
    return value.map((each: unknown) =>
      typeof each === 'string' ? newLine(each) : keyed(each, newKey()),
    );
  }
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).map(([field, each]) => [
    field,
    field === 'product' ? keyed(each, 'product') : keyed(each, newKey()),
  ]);
  return { key, ...(Object.fromEntries(fields) as Record<string, unknown>) };
}

/** Whether a line holds nothing; such lines are left out of the content. */
export function isBlank(line: { text: string }): boolean {
  return line.text.trim() === '';
}

/** A list of lines of text, not of entries with fields. */
export function isLine(value: object): value is Line {
  return 'text' in value && Object.keys(value).length === 2;
}

/**
 * The content of a draft. Blank lines are left out; `ids` has the ids, by key, of entries that have
 * none of their own (`idsOf`).
 */
export function toContent(
  draft: PlaybookDraft,
  ids: Readonly<Record<string, string>> = idsOf(draft),
): PlaybookContent {
  const plain = (value: unknown): unknown => {
    if (Array.isArray(value)) {
      const entries = value as object[];
      return entries.flatMap((each) => {
        if (!isLine(each)) return [plain(each)];
        return isBlank(each) ? [] : [each.text];
      });
    }
    if (typeof value !== 'object' || value === null) return value;
    const { key, ...fields } = value as { key: string } & Record<string, unknown>;
    const named =
      'id' in fields ? { ...fields, id: fields.id === '' ? ids[key] : fields.id } : fields;
    return Object.fromEntries(Object.entries(named).map(([field, each]) => [field, plain(each)]));
  };
  return plain(draft) as PlaybookContent;
}

const WITH_IDS = {
  facts: (entry: ListEntries['facts']) => entry.text,
  categories: (entry: ListEntries['categories']) => entry.name,
  scripts: (entry: ListEntries['scripts']) => entry.name,
  objectives: (entry: ListEntries['objectives']) => entry.text,
} as const;
const SINGULAR = {
  facts: 'fact',
  categories: 'category',
  scripts: 'script',
  objectives: 'objective',
} as const;

function hasIds(list: ListName | null): list is keyof typeof WITH_IDS {
  return list !== null && list in WITH_IDS;
}

/** Ids, by key, for the entries without one; those in `known` keep what they were given. */
export function idsOf(
  draft: PlaybookDraft,
  known: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const taken = new Map<ListName, Set<string>>();
  const nameless: (() => void)[] = [];
  const ids: Record<string, string> = {};
  walk(draft, ({ entry, list }) => {
    if (!hasIds(list)) return;
    const used = taken.get(list) ?? new Set();
    taken.set(list, used);
    const own = entry.id === '' ? known[entry.key] : String(entry.id);
    if (own !== undefined) {
      used.add(own);
      if (entry.id === '') ids[entry.key] = own;
      return;
    }
    nameless.push(() => {
      const name = (WITH_IDS[list] as (each: never) => string)(entry as never);
      const id = freeId(idFrom(name, SINGULAR[list]), used);
      used.add(id);
      ids[entry.key] = id;
    });
  });
  for (const name of nameless) name();
  return ids;
}

/** The key of the script with that id, in its own or in the one it would be saved with. */
export function scriptWith(
  draft: PlaybookDraft,
  id: string,
  known: Readonly<Record<string, string>>,
): string | undefined {
  const ids = idsOf(draft, known);
  return draft.categories
    .flatMap(({ scripts }) => scripts)
    .find((script) => (script.id === '' ? ids[script.key] : script.id) === id)?.key;
}
