/** The editing of one playbook: the draft, its history, what the server said. Outside React. */
import { createStore, type Store } from '@/lib/store';

import { addressOf, addressText, type Address } from './address';
import type { Entry, ListName, PlaybookContent, PlaybookDraft } from './content';
import { pushed, redone, startOf, undone, type History } from './history';
import { copied, idsOf, toContent, toDraft } from './keyed';
import { fieldProblems, type ContentProblem, type FieldProblem } from './problems';
import { insert, moveTo, remove, setFields, trailTo, transfer } from './tree';

/** What the server has: the version a draft began from. */
export interface Base {
  version: number;
  content: PlaybookContent;
}

export interface EditingState extends History {
  base: Base;
  /** Whether the draft says something else than the base. */
  changed: boolean;
  problems: readonly FieldProblem[];
  /** Ids given at the last save to entries that began without one, by key. */
  ids: Readonly<Record<string, string>>;
  /** What was removed last, to be put back. */
  removed: { owner: string; list: ListName; after: string | null; entry: Entry } | null;
}

/** What is kept of an editing over a reload. */
export type Kept = Pick<EditingState, 'base' | 'draft' | 'ids'>;

export interface Editing {
  store: Store<EditingState>;
  /** Sets fields of an entry; `typing` joins it with what was typed there just before. */
  set: (key: string, fields: Record<string, unknown>, typing?: boolean) => void;
  add: (owner: string, list: ListName, entries: readonly Entry[], after?: string | null) => void;
  remove: (key: string) => void;
  /** Puts back what was removed last. */
  putBack: () => void;
  /** The key of the copy, which stands behind its original. */
  duplicate: (key: string) => string | null;
  /** Moves an entry to where `target`, of the same list, is now. */
  moveTo: (key: string, target: string) => void;
  /** Moves an entry to the end of the same list of another owner. */
  transfer: (key: string, owner: string) => void;
  /** The field that changed with it; null when there is no step. */
  undo: () => Address | null;
  redo: () => Address | null;
  /** The content to be saved; the ids given to new entries hold from now on. */
  content: () => PlaybookContent;
  refused: (problems: readonly ContentProblem[]) => void;
  /** The server has it: `sent` is what was saved, as the draft was then. */
  saved: (base: Base, sent: PlaybookDraft) => void;
  /** Goes on over a newer version that somebody else has saved. */
  rebase: (version: number) => void;
  /** Begins anew from what the server has. */
  reset: (base: Base) => void;
}

function begin(base: Base): EditingState {
  return {
    ...startOf(toDraft(base.content)),
    base,
    changed: false,
    problems: [],
    ids: {},
    removed: null,
  };
}

/** A content as a text that is the same for all that say the same, whatever their version. */
function saidBy(content: PlaybookContent): string {
  return JSON.stringify({ ...content, version: 0 });
}

/** Compares drafts with a base, which is read through only once. */
function comparison(): (draft: PlaybookDraft, base: Base, ids: EditingState['ids']) => boolean {
  let read: { base: Base; said: string } | null = null;
  return (draft, base, ids) => {
    if (read?.base !== base) read = { base, said: saidBy(toContent(toDraft(base.content))) };
    return saidBy(toContent(draft, idsOf(draft, ids))) !== read.said;
  };
}

export function createEditing(base: Base, kept?: Kept): Editing {
  const differs = comparison();
  const fresh = begin(base);
  const first: EditingState =
    kept === undefined ? fresh : { ...fresh, ...kept, ...startOf(kept.draft), ids: kept.ids };
  const store = createStore<EditingState>({
    ...first,
    changed: kept !== undefined && differs(first.draft, first.base, first.ids),
  });

  const patch = (part: Partial<EditingState>): void => store.set({ ...store.get(), ...part });

  const show = (history: History): void => {
    const { base: own, ids, problems } = store.get();
    patch({
      ...history,
      changed: differs(history.draft, own, ids),
      problems: problems.filter(({ key }) => trailTo(history.draft, key).length > 0),
    });
  };

  const edit = (draft: PlaybookDraft, field: Address, typing = false): void => {
    if (draft === store.get().draft) return;
    const at = typing ? performance.now() : null;
    show(pushed(store.get(), draft, addressText(field), at));
    const { problems } = store.get();
    const left = problems.filter((each) => addressText(each) !== addressText(field));
    if (left.length < problems.length) patch({ problems: left });
  };

  const step = (way: typeof undone): Address | null => {
    const taken = way(store.get());
    if (taken === null) return null;
    show(taken.history);
    return addressOf(taken.field);
  };

  return {
    store,
    set: (key, fields, typing) => {
      const field = Object.keys(fields)[0] ?? '';
      edit(setFields(store.get().draft, key, fields), { key, field }, typing);
    },
    add: (owner, list, entries, after) =>
      edit(insert(store.get().draft, owner, list, entries, after), { key: owner, field: list }),
    remove: (key) => {
      const { draft } = store.get();
      const place = trailTo(draft, key).at(-1);
      if (place?.owner == null || place.list === null) return;
      const { owner, list, index, entry } = place;
      const before = (owner[list] as readonly Entry[])[index - 1];
      edit(remove(draft, key), { key: owner.key, field: list });
      patch({ removed: { owner: owner.key, list, after: before?.key ?? null, entry } });
    },
    putBack: () => {
      const { draft, removed } = store.get();
      if (removed === null) return;
      const { owner, list, entry, after } = removed;
      patch({ removed: null });
      if (trailTo(draft, entry.key).length > 0) return;
      edit(insert(draft, owner, list, [entry], after), { key: owner, field: list });
    },
    duplicate: (key) => {
      const { draft } = store.get();
      const place = trailTo(draft, key).at(-1);
      if (place?.owner == null || place.list === null) return null;
      const copy = renamed(copied(place.entry));
      const { owner, list } = place;
      edit(insert(draft, owner.key, list, [copy], key), { key: owner.key, field: list });
      return copy.key;
    },
    moveTo: (key, target) => {
      const { draft } = store.get();
      const place = trailTo(draft, key).at(-1);
      edit(moveTo(draft, key, target), { key: place?.owner?.key ?? '', field: place?.list ?? '' });
    },
    transfer: (key, owner) => edit(transfer(store.get().draft, key, owner), { key, field: 'name' }),
    undo: () => step(undone),
    redo: () => step(redone),
    content: () => {
      const { draft, ids } = store.get();
      const given = idsOf(draft, ids);
      patch({ ids: given });
      return toContent(draft, given);
    },
    refused: (problems) => patch({ problems: fieldProblems(store.get().draft, problems) }),
    saved: (next, sent) => {
      const { draft, ids } = store.get();
      // Typing may have gone on while it was being saved: the draft stays, only its base is new.
      const base_ = { ...next, content: toContent(sent, idsOf(sent, ids)) };
      patch({ base: base_, changed: differs(draft, base_, ids), problems: [], removed: null });
    },
    rebase: (version) => patch({ base: { ...store.get().base, version } }),
    reset: (next) => store.set(begin(next)),
  };
}

/** A copy says that it is one, where it has a name. */
function renamed<T extends Entry>(entry: T): T {
  const field = ['name', 'term'].find((each) => each in entry) as keyof T | undefined;
  if (field === undefined || entry[field] === '') return entry;
  return { ...entry, [field]: `${String(entry[field])} (copy)` };
}
