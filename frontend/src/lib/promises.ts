/** Who promised what by when, kept once each: a fold of the call's events. */

interface Quoted {
  turn_id: string;
  quote: string;
  start_ms: number;
  end_ms: number;
}

/** The part of a `signal` event that tells of a promise; older logs have none. */
export interface PromiseHeard {
  commitment?: {
    id: string;
    who: string;
    what: string;
    due: string | null;
    due_on: string | null;
  } | null;
  evidence: Quoted;
  withdrawn?: boolean;
}

export interface Promised {
  id: string;
  /** A side of the call, or `both`. */
  who: string;
  what: string;
  /** The words of the time. */
  due: string | null;
  /** The day they name, as an ISO date. */
  dueOn: string | null;
  evidence: Quoted;
}

export function withPromise(promises: readonly Promised[], heard: PromiseHeard): Promised[] {
  const { commitment, evidence, withdrawn } = heard;
  if (!commitment) return [...promises];
  const { id, who, what, due, due_on: dueOn } = commitment;
  if (withdrawn) return promises.filter((known) => known.id !== id);
  const promise = { id, who, what, due, dueOn, evidence };
  const at = promises.findIndex((known) => known.id === id);
  return at < 0 ? [...promises, promise] : promises.with(at, promise);
}

/** A next step of a review, as far as it is a promise. */
interface Step {
  owner: string;
  shared: boolean;
  what: string;
  due: string | null;
  due_on: string | null;
  evidence: Quoted;
}

/** What was promised as the review tells it, which has read the whole call. */
export function reviewedPromises(steps: readonly Step[]): Promised[] {
  return steps.map(({ owner, shared, what, due, due_on: dueOn, evidence }, place) => {
    const who = shared ? 'both' : owner;
    return { id: `step${place}`, who, what, due, dueOn, evidence };
  });
}

const OTHER: Record<string, string> = { salesperson: 'customer', customer: 'salesperson' };

export function swapPromises(promises: readonly Promised[]): Promised[] {
  return promises.map((promise) => ({ ...promise, who: OTHER[promise.who] ?? promise.who }));
}

/**
 * "by Friday" and "2026-11-20" -> "by Friday, 20 Nov"; empty when nothing was said of a time. On the
 * day itself the words do.
 */
export function dueText({ due, dueOn }: Pick<Promised, 'due' | 'dueOn'>, now: Date): string {
  if (due === null) return '';
  if (dueOn === null) return due;
  const [year = 0, month = 1, day = 1] = dueOn.split('-').map(Number);
  const date = new Date(year, month - 1, day);
  if (date.toDateString() === now.toDateString()) return due;
  return `${due}, ${date.toLocaleDateString(undefined, { day: 'numeric', month: 'short' })}`;
}

/** "send the contract" -> "Send the contract". */
export function deedText(what: string): string {
  return what.charAt(0).toUpperCase() + what.slice(1);
}
