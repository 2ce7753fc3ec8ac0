/** Undo and redo over whole drafts. Typing in one field is one step, until it rests. */
import type { PlaybookDraft } from './content';

const REST_MS = 1_500;
const LONGEST = 200;

/** One draft of the past or the future, with the field that the step away from it has changed. */
interface Step {
  draft: PlaybookDraft;
  field: string;
}

export interface History {
  draft: PlaybookDraft;
  past: readonly Step[];
  future: readonly Step[];
  /** Typing goes on in `field` since `at`: milliseconds on any clock. */
  typing: { field: string; at: number } | null;
}

export function startOf(draft: PlaybookDraft): History {
  return { draft, past: [], future: [], typing: null };
}

/** `field` is the address that changed; `at` is given while somebody types in it. */
export function pushed(
  history: History,
  draft: PlaybookDraft,
  field: string,
  at: number | null,
): History {
  if (draft === history.draft) return history;
  const { typing } = history;
  const goesOn =
    at !== null && typing !== null && typing.field === field && at - typing.at < REST_MS;
  const past = goesOn
    ? history.past
    : [...history.past, { draft: history.draft, field }].slice(-LONGEST);
  return { draft, past, future: [], typing: at === null ? null : { field, at } };
}

/** One step back; `field` of the answer is what changed. */
export function undone(history: History): { history: History; field: string } | null {
  const step = history.past.at(-1);
  if (step === undefined) return null;
  const future = [...history.future, { draft: history.draft, field: step.field }];
  return {
    history: { draft: step.draft, past: history.past.slice(0, -1), future, typing: null },
    field: step.field,
  };
}

export function redone(history: History): { history: History; field: string } | null {
  const step = history.future.at(-1);
  if (step === undefined) return null;
  const past = [...history.past, { draft: history.draft, field: step.field }];
  return {
    history: { draft: step.draft, past, future: history.future.slice(0, -1), typing: null },
    field: step.field,
  };
}
