import { Button } from '@/ui/Button';

import type { MutedCard } from '../settingsApi';

interface MutedCardsProps {
  cards: readonly MutedCard[];
  onUnmute: (card: MutedCard) => void;
}

/** Cards that no longer come, why, and the way back. */
export function MutedCards({ cards, onUnmute }: MutedCardsProps) {
  if (cards.length === 0) {
    return (
      <p className="text-ink-soft mt-2 text-base">
        None. A card you call wrong twice, or dismiss again and again, stops coming and is listed
        here.
      </p>
    );
  }
  return (
    <ul className="divide-line mt-2 divide-y">
      {cards.map((card) => (
        <li
          key={`${card.playbook_id}/${card.script_id}`}
          className="flex flex-wrap items-start gap-x-6 gap-y-3 py-4"
        >
          <div className="min-w-0 flex-1 basis-72">
            <p className="text-ink text-base font-semibold">
              {card.script_name}{' '}
              <span className="text-ink-faint font-normal">
                {card.category}, {card.playbook_name}
              </span>
            </p>
            <p className="text-ink-soft mt-0.5 text-base">“{card.text}”</p>
            <p className="text-ink-faint mt-1 text-sm">{reasonOf(card)}</p>
          </div>
          <Button
            size="sm"
            aria-label={`Use ${card.script_name} again`}
            onClick={() => onUnmute(card)}
          >
            Use again
          </Button>
        </li>
      ))}
    </ul>
  );
}

export function reasonOf({ reason, wrong, dismissed }: MutedCard): string {
  switch (reason) {
    case 'voted_wrong':
      return `You called it wrong ${wrong} times.`;
    case 'dismissed':
      return `You dismissed it ${dismissed} times in a row.`;
    case 'by_hand':
      return 'You muted it.';
  }
}
