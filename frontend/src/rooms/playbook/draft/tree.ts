/**
 * The draft as a tree of entries found by key. Every edit returns a new draft that shares what it
 * left alone, so views can tell by identity what has changed.
 */
import type { Entry, ListName, PlaybookDraft } from './content';

type Fields = Entry & Record<string, unknown>;

/** An entry and where it stands: in the list `list` of `owner`, or alone in it (no list). */
export interface Place {
  entry: Fields;
  owner: Fields | null;
  list: ListName | null;
  index: number;
}

const PRODUCT = 'product';

function isEntry(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && 'key' in value;
}

function whole(draft: PlaybookDraft): Place {
  return { entry: draft as unknown as Fields, owner: null, list: null, index: 0 };
}

/** The entries directly below one, each with its place. */
function below(owner: Fields): Place[] {
  return Object.entries(owner).flatMap(([field, value]): Place[] => {
    if (Array.isArray(value)) {
      const list = field as ListName;
      return value.filter(isEntry).map((entry, index) => ({ entry, owner, list, index }));
    }
    return isEntry(value) ? [{ entry: value, owner, list: null, index: 0 }] : [];
  });
}

/** Calls `visit` for every entry in reading order, the draft itself first. */
export function walk(
  draft: PlaybookDraft,
  visit: (place: Place, above: readonly Place[]) => void,
): void {
  const step = (place: Place, above: readonly Place[]): void => {
    visit(place, above);
    const trail = [...above, place];
    for (const child of below(place.entry)) step(child, trail);
  };
  step(whole(draft), []);
}

/** From the draft down to the entry with `key`, both included; empty when it is not there. */
export function trailTo(draft: PlaybookDraft, key: string): Place[] {
  const search = (place: Place): Place[] => {
    if (place.entry.key === key) return [place];
    for (const child of below(place.entry)) {
      const found = search(child);
      if (found.length > 0) return [place, ...found];
    }
    return [];
  };
  return search(whole(draft));
}

export function entriesOf(entry: Fields, list: ListName): readonly Fields[] {
  const value = entry[list];
  if (!Array.isArray(value)) throw new Error(`There is no list ${list} here.`);
  return value as Fields[];
}

/** `draft` with one entry changed; the same draft when it is not there or nothing changed. */
function change(draft: PlaybookDraft, key: string, how: (entry: Fields) => Fields): PlaybookDraft {
  const trail = trailTo(draft, key);
  const last = trail.at(-1);
  if (last === undefined) return draft;
  let next = how(last.entry);
  if (next === last.entry) return draft;
  for (const { owner, list, index } of trail.toReversed()) {
    if (owner === null) break;
    next =
      list === null
        ? { ...owner, [PRODUCT]: next }
        : { ...owner, [list]: entriesOf(owner, list).with(index, next) };
  }
  return next as unknown as PlaybookDraft;
}

/** Sets fields of one entry. */
export function setFields(
  draft: PlaybookDraft,
  key: string,
  fields: Record<string, unknown>,
): PlaybookDraft {
  return change(draft, key, (entry) => {
    const same = Object.entries(fields).every(([field, value]) => entry[field] === value);
    return same ? entry : { ...entry, ...fields };
  });
}

/** Puts entries into a list of `owner`: behind the entry `after`, in front (null), or at the end. */
export function insert(
  draft: PlaybookDraft,
  owner: string,
  list: ListName,
  entries: readonly Entry[],
  after?: string | null,
): PlaybookDraft {
  return change(draft, owner, (entry) => {
    const old: readonly Entry[] = entriesOf(entry, list);
    const behind = old.findIndex(({ key }) => key === after);
    const at = after === null ? 0 : behind < 0 ? old.length : behind + 1;
    return { ...entry, [list]: old.toSpliced(at, 0, ...entries) };
  });
}

export function remove(draft: PlaybookDraft, key: string): PlaybookDraft {
  const place = trailTo(draft, key).at(-1);
  if (place?.owner == null || place.list === null) return draft;
  const { owner, list, index } = place;
  return change(draft, owner.key, (entry) => ({
    ...entry,
    [list]: entriesOf(entry, list).toSpliced(index, 1),
  }));
}

/** Moves an entry to the place that `target`, of the same list, has now. */
export function moveTo(draft: PlaybookDraft, key: string, target: string): PlaybookDraft {
  const place = trailTo(draft, key).at(-1);
  if (place?.owner == null || place.list === null || key === target) return draft;
  const { owner, list, index, entry: moved } = place;
  return change(draft, owner.key, (entry) => {
    const old = entriesOf(entry, list);
    const to = old.findIndex((each) => each.key === target);
    return to < 0 ? entry : { ...entry, [list]: old.toSpliced(index, 1).toSpliced(to, 0, moved) };
  });
}

/** Takes an entry out of its list and puts it at the end of the same list of another owner. */
export function transfer(draft: PlaybookDraft, key: string, owner: string): PlaybookDraft {
  const place = trailTo(draft, key).at(-1);
  if (place?.owner == null || place.list === null || place.owner.key === owner) return draft;
  return insert(remove(draft, key), owner, place.list, [place.entry]);
}
