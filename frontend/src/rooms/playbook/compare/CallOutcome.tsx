import { Link } from '@tanstack/react-router';
import { Check, CheckCheck, MessageSquare, Minus, MoveVertical, Pencil, Plus } from 'lucide-react';

import { clock } from '@/ui/time';
import { cx } from '@/ui/cx';

import { wordDiff, type Piece } from '../versions/wordDiff';
import { savedWhen } from '../when';
import type { CallChange, ComparedCall } from './compareApi';
import { counted, fate } from './words';

const ICONS = { added: Plus, removed: Minus, words: Pencil, moved: MoveVertical } as const;
const ALIKE = 0.5;
const COLORS = {
  added: 'text-accent',
  removed: 'text-alarm',
  words: 'text-ink-soft',
  moved: 'text-ink-soft',
} as const;

/** One call: each card and tick that would be another, at its moment, with the words it rests on. */
export function CallOutcome({ call }: { call: ComparedCall }) {
  return (
    <section aria-label={call.title}>
      <header className="flex flex-wrap items-baseline gap-x-3 gap-y-0.5">
        <h3 className="text-lg font-semibold">
          <Link
            to="/calls/$callId"
            params={{ callId: call.call_id }}
            className="text-ink hover:text-accent rounded-md"
          >
            {call.title}
          </Link>
        </h3>
        <p className="figures text-ink-faint text-sm">{savedWhen(call.started_at)}</p>
        <p className="figures text-ink-soft flex gap-4 text-sm sm:ml-auto">
          <span className="inline-flex items-center gap-1.5">
            <MessageSquare aria-hidden className="size-4" />
            {counted(call.cards, 'card')}
          </span>
          <span className="inline-flex items-center gap-1.5">
            <CheckCheck aria-hidden className="size-4" />
            {counted(call.ticks, 'tick')}
          </span>
        </p>
      </header>
      <ol className="mt-3 grid gap-2.5">
        {call.changes.map((change, place) => (
          <ChangeRow key={place} change={change} />
        ))}
      </ol>
    </section>
  );
}

function ChangeRow({ change }: { change: CallChange }) {
  const { what, kind, before, after } = change;
  const Icon = what === 'tick' && kind === 'added' ? Check : ICONS[kind];
  const shown = after ?? before;
  const color = COLORS[kind];
  return (
    <li className="bg-sheet shadow-sheet grid grid-cols-[3.25rem_minmax(0,1fr)] gap-x-3 rounded-xl px-4 py-3.5">
      <span className="figures text-ink-faint text-sm leading-[1.4375rem]">
        {change.at_ms !== null && clock(change.at_ms)}
      </span>
      <div className="min-w-0">
        <p className="flex items-baseline justify-between gap-4">
          <q className="text-ink-soft min-w-0 text-base break-words">{shown?.quote}</q>
          <span
            className={cx(
              'inline-flex shrink-0 items-center gap-1.5 text-sm font-semibold whitespace-nowrap',
              color,
            )}
          >
            <Icon aria-hidden className="size-4" />
            {fate(change)}
          </span>
        </p>
        <Said change={change} />
        {kind === 'moved' &&
          typeof before?.end_ms === 'number' &&
          typeof after?.end_ms === 'number' && (
            <p className="figures text-ink-faint mt-1 text-sm">
              {clock(before.end_ms)} before, {clock(after.end_ms)} now
            </p>
          )}
      </div>
    </li>
  );
}

/** The words: as they were and as they would be, or the one side there is. */
function Said({ change: { before, after } }: { change: CallChange }) {
  if (before !== null && after !== null && before.text !== after.text) {
    return <Reworded before={before.text} after={after.text} />;
  }
  if (after !== null) return <p className="text-ink mt-2 text-lg">{after.text}</p>;
  return (
    <p className="text-ink-soft mt-2 text-lg line-through decoration-1">
      <span className="sr-only">No more: </span>
      {before?.text}
    </p>
  );
}

function Reworded({ before, after }: { before: string; after: string }) {
  const diff = wordDiff(before, after);
  // Two texts with little in common are easier to read whole than word by word.
  const alike = shareOf(diff.before) >= ALIKE && shareOf(diff.after) >= ALIKE;
  return (
    <div className="mt-2 grid gap-1.5 text-lg">
      <p className={cx('text-ink-soft', !alike && 'line-through decoration-1')}>
        <span className="sr-only">Before: </span>
        {alike ? <Pieces pieces={diff.before} mark="bg-alarm-soft text-alarm" /> : before}
      </p>
      <p className="text-ink">
        <span className="sr-only">Now: </span>
        {alike ? <Pieces pieces={diff.after} mark="bg-accent-soft text-accent" /> : after}
      </p>
    </div>
  );
}

/** How much of a text is in the other as well, 0 to 1. */
function shareOf(pieces: readonly Piece[]): number {
  const length = (some: readonly Piece[]): number =>
    some.reduce((sum, { text }) => sum + text.length, 0);
  return length(pieces.filter(({ own }) => !own)) / Math.max(1, length(pieces));
}

function Pieces({ pieces, mark }: { pieces: readonly Piece[]; mark: string }) {
  return pieces.map(({ text, own }, place) => (
    <span key={place}>
      {own ? (
        <span className={cx('rounded-[4px] box-decoration-clone px-0.5 font-medium', mark)}>
          {text.trimEnd()}
        </span>
      ) : (
        text.trimEnd()
      )}
      {/\s$/.test(text) && ' '}
    </span>
  ));
}
