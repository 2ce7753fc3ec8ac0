import type { ReactNode } from 'react';

import { cx } from '@/ui/cx';
import { cardTitle } from '@/ui/words';

import type { Card, TurnLine } from '../state/types';

import { CardView, type CardActions } from './CardView';
import { Previous } from './Previous';

/** The card in front, and the one before it: `cards` newest last. One voted wrong has left. */
export function currentCards(cards: readonly Card[]): { now: Card | null; before: Card | null } {
  const newest = cards.at(-1) ?? null;
  const open =
    newest !== null &&
    newest.vote !== 'wrong' &&
    (newest.status === 'shown' || newest.status === 'used');
  const now = open ? newest : null;
  const rest = open ? cards.slice(0, -1) : cards;
  return { now, before: rest.at(-1) ?? null };
}

interface CardPaneProps extends CardActions {
  cards: readonly Card[];
  turns: readonly TurnLine[];
  paused: boolean;
  /** Why the embedded coach advises alone just now. */
  trouble?: string | null;
  onShowEvidence: (turnId: string) => void;
  /** What moves with the voices while there is no card. */
  voices?: ReactNode;
}

export function CardPane({ cards, turns, paused, trouble, voices, ...actions }: CardPaneProps) {
  const { now, before } = currentCards(cards);
  return (
    <section aria-label="What to say" className="flex min-h-full flex-col">
      <p aria-live="polite" className="sr-only">
        {now !== null && `${cardTitle(now)}. ${now.primary_suggestion.text}`}
      </p>
      {now !== null ? (
        <CardView key={now.id} card={now} trouble={trouble} {...actions} />
      ) : (
        <Listening paused={paused} voices={voices} />
      )}
      {before !== null && (
        <Previous
          key={before.id}
          card={before}
          turns={turns}
          onUndo={() => actions.onVote(before.id, null)}
        />
      )}
    </section>
  );
}

function Listening({ paused, voices }: { paused: boolean; voices?: ReactNode }) {
  return (
    <div className="animate-fade flex min-h-72 flex-1 flex-col items-center justify-center px-6 py-16 text-center">
      <div className={cx('mb-8 h-14', paused && 'opacity-40')}>{voices}</div>
      <p className="text-ink text-2xl font-semibold tracking-[-0.01em]">
        {paused ? 'Off the record' : 'Listening'}
      </p>
      <p className="text-ink-soft mt-2 max-w-[36ch] text-lg">
        {paused
          ? 'Nothing is heard, sent or kept until you go on.'
          : 'The next card comes when it matters.'}
      </p>
    </div>
  );
}
