import { Bookmark, Handshake, Lightbulb, StickyNote } from 'lucide-react';

import { ENDINGS } from '@/lib/cardEnding';
import { dueText } from '@/lib/promises';
import { cx } from '@/ui/cx';
import { speakerName, STAGE_NAMES } from '@/ui/words';

import { TurnLine } from './edits/TurnLine';
import type { Entry, PastCard } from './timeline';

const RULE =
  'figures flex items-center gap-3 text-sm before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line';

interface EntryViewProps {
  entry: Entry;
  customer: string | null;
}

/** One thing of the call, in its place among the others. */
export function EntryView({ entry, customer }: EntryViewProps) {
  switch (entry.kind) {
    case 'turn':
      return <TurnLine turn={entry.turn} opens={entry.opens} customer={customer} />;
    case 'card':
      return <CardEntry card={entry.card} />;
    case 'stage':
      return (
        <h2 className={cx(RULE, 'text-ink-soft pt-8 pb-1 font-semibold')}>
          {STAGE_NAMES[entry.stage]}
        </h2>
      );
    case 'promise': {
      const { promise } = entry;
      const due = dueText(promise, new Date());
      return (
        <p className="text-ink-soft mt-1 ml-[4.25rem] flex items-start gap-2 text-sm">
          <Handshake aria-hidden className="text-ink-faint mt-0.5 size-4 shrink-0" />
          <span>
            <span className="sr-only">Promised by </span>
            <span className="font-semibold">{speakerName(promise.who, customer)}</span>:{' '}
            {promise.what}
            {due !== '' && <span className="figures text-ink-faint">, {due}</span>}
          </span>
        </p>
      );
    }
    case 'gap':
      return <p className={cx(RULE, 'text-ink-faint py-4')}>{entry.text}</p>;
    case 'mark':
    case 'note': {
      const note = entry.kind === 'note';
      return (
        <p className="text-ink mt-3 ml-[4.25rem] flex items-start gap-2 text-base font-medium">
          {note ? (
            <StickyNote aria-hidden className="text-caution mt-1 size-4 shrink-0" />
          ) : (
            <Bookmark aria-hidden className="text-caution mt-1 size-4 shrink-0 fill-current" />
          )}
          {note ? entry.text : (entry.label ?? 'Marked')}
        </p>
      );
    }
  }
}

export function cardOutcome({ ending, vote }: PastCard): string {
  return vote === 'useful' ? `${ENDINGS[ending]}, useful` : ENDINGS[ending];
}

function CardEntry({ card }: { card: PastCard }) {
  return (
    <div className="bg-sheet mt-3 ml-[4.25rem] flex gap-3 rounded-xl px-4 py-3">
      <Lightbulb aria-hidden className="text-accent mt-0.5 size-[18px] shrink-0" />
      <div className="min-w-0">
        <p className="flex flex-wrap gap-x-2 text-sm">
          <span className="text-ink font-semibold">{card.title}</span>
          <span
            className={
              card.ending === 'used' || card.ending === 'said'
                ? 'text-accent font-semibold'
                : 'text-ink-faint'
            }
          >
            {cardOutcome(card)}
          </span>
        </p>
        <p className="text-ink-soft mt-0.5 text-base">{card.text}</p>
      </div>
    </div>
  );
}
