import { Undo2 } from 'lucide-react';
import { useEffect, useRef } from 'react';

import { cardEnding, ENDINGS } from '@/lib/cardEnding';
import { Button } from '@/ui/Button';
import { cx } from '@/ui/cx';
import { cardTitle } from '@/ui/words';

import type { Card, TurnLine } from '../state/types';

interface PreviousProps {
  card: Card;
  turns: readonly TurnLine[];
  /** Takes the vote back that sent the card away. */
  onUndo: () => void;
}

/** The card before, and what became of it. */
export function Previous({ card, turns, onUndo }: PreviousProps) {
  const undo = useRef<HTMLButtonElement>(null);
  const ending = cardEnding(card, turns);
  const wrong = ending === 'wrong';

  useEffect(() => {
    // The button that was pressed went with its card: the focus stays with what can be done next.
    if (wrong && document.activeElement === document.body) undo.current?.focus();
  }, [wrong]);

  return (
    <div className="mt-4 flex gap-4 rounded-2xl px-6 py-3 sm:px-8">
      <div className="min-w-0 flex-1">
        <p className="text-ink-faint text-sm">
          <span className="font-semibold">Before: {cardTitle(card)}</span>
        </p>
        <p className="text-ink-soft mt-0.5 line-clamp-2 text-base">
          {card.primary_suggestion.text}
        </p>
      </div>
      <span
        className={cx(
          'shrink-0 text-right text-sm font-semibold',
          ending === 'used' || ending === 'said' ? 'text-accent' : 'text-ink-faint',
        )}
      >
        {ENDINGS[ending]}
        {wrong && (
          <Button
            ref={undo}
            size="sm"
            className="mt-1.5 flex"
            icon={<Undo2 aria-hidden />}
            onClick={onUndo}
          >
            Undo
          </Button>
        )}
      </span>
    </div>
  );
}
