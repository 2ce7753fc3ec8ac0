/** What a comparison found, in sentences. */
import type { CallChange, ComparedCall, Comparison } from './compareApi';

const NAMED = 3;

const many = (count: number, one: string, more = `${one}s`): string =>
  `${count} ${count === 1 ? one : more}`;

/** "4 cards and 1 tick would change in 2 of 5 calls." */
export function summary({ calls }: Comparison): string {
  const changed = calls.filter(({ changes }) => changes.length > 0);
  const all = changed.flatMap(({ changes }) => changes);
  if (all.length === 0) {
    return calls.length === 1
      ? 'Nothing would change in this call.'
      : `Nothing would change in ${calls.length} calls.`;
  }
  const cards = all.filter(({ what }) => what === 'card').length;
  const ticks = all.length - cards;
  const parts = [cards > 0 && many(cards, 'card'), ticks > 0 && many(ticks, 'tick')];
  const where =
    changed.length < calls.length
      ? `${changed.length} of ${calls.length} calls`
      : (['this call', 'both calls'][calls.length - 1] ?? `all ${calls.length} calls`);
  return `${parts.filter(Boolean).join(' and ')} would change in ${where}.`;
}

/** What becomes of a card or a tick, as a label. */
export function fate({ what, kind, before, after }: CallChange): string {
  if (kind === 'words') return 'Other words';
  if (kind === 'moved') {
    const [was, is] = [before?.end_ms ?? null, after?.end_ms ?? null];
    if (was === null || is === null) return 'Elsewhere';
    return is > was ? 'Later' : 'Sooner';
  }
  if (what === 'tick') return kind === 'added' ? 'Ticked' : 'Not ticked';
  return kind === 'added' ? 'New card' : 'No card';
}

/** "3 cards, as before" or "3 cards become 5". */
export function counted({ before, after }: ComparedCall['cards'], one: string): string {
  if (before === after) return many(before, one);
  return `${many(before, one)} ${before === 1 ? 'becomes' : 'become'} ${after}`;
}

/** Which calls stay as they were; null when none does. */
export function unchanged(calls: readonly ComparedCall[]): string | null {
  const same = calls.filter(({ changes, problem }) => changes.length === 0 && problem === null);
  if (same.length === 0) return null;
  if (same.length > NAMED) return `${same.length} other calls stay as they were.`;
  const names = same.map(({ title }) => title);
  const last = names.pop() ?? '';
  const all = names.length > 0 ? `${names.join(', ')} and ${last}` : last;
  return `${all} ${same.length === 1 ? 'stays as it was' : 'stay as they were'}.`;
}

export function progress({ state, calls, calls_total }: Comparison): string {
  if (state === 'waiting') return 'Waiting for another comparison to end';
  return `Reading call ${Math.min(calls.length + 1, calls_total)} of ${calls_total}`;
}
