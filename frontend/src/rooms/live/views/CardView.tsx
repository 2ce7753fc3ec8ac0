import { ArrowRight, HandCoins, MessageCircleQuestion, ShieldAlert } from 'lucide-react';
import { Check, ThumbsDown, ThumbsUp, X } from 'lucide-react';

import { quoteOf } from '@/lib/lineEnd';
import { Button } from '@/ui/Button';
import { cx } from '@/ui/cx';
import { IconButton } from '@/ui/IconButton';
import { Key } from '@/ui/Key';
import { clock } from '@/ui/time';
import { cardKind, cardTitle, STAGE_NAMES, type CardKind } from '@/ui/words';

import type { Vote } from '@/wire/messages';
import type { Card } from '../state/types';
import { latencyText, URGENCY_NAMES } from './cardWords';
import { CardWords } from './CardWords';
import { writtenBy } from './modelWords';

const KINDS: Record<CardKind, { icon: typeof Check; color: string }> = {
  objection: { icon: ShieldAlert, color: 'text-caution' },
  buying_signal: { icon: HandCoins, color: 'text-accent' },
  question: { icon: MessageCircleQuestion, color: 'text-ink' },
};

const URGENCY_TONES = {
  low: 'text-ink-faint',
  normal: 'text-ink-faint',
  high: 'bg-caution-soft text-caution px-2.5 py-0.5 rounded-full',
  critical: 'bg-alarm-soft text-alarm px-2.5 py-0.5 rounded-full',
};

export interface CardActions {
  onUse: (id: string) => void;
  onDismiss: (id: string) => void;
  /** `null` takes the vote back. */
  onVote: (id: string, vote: Vote | null) => void;
}

interface CardViewProps extends CardActions {
  card: Card;
  /** Why the embedded coach advises alone just now. */
  trouble?: string | null;
  /** Shows the moment the card rests on in the transcript. */
  onShowEvidence?: (turnId: string) => void;
}

/** The one thing worth saying now: first the words, then what to do, last why. */
export function CardView({
  card,
  trouble = null,
  onUse,
  onDismiss,
  onVote,
  onShowEvidence,
}: CardViewProps) {
  const { reasoning, confidence, urgency } = card.primary_suggestion;
  const { icon: Icon, color } = KINDS[cardKind(card)];
  const used = card.status === 'used';

  return (
    <article
      key={card.id}
      aria-label={`Suggestion: ${cardTitle(card)}`}
      className="animate-arrive bg-sheet shadow-sheet @container rounded-3xl p-6 sm:p-8"
    >
      <header className="flex flex-wrap items-center gap-x-3 gap-y-1 text-base">
        <span className={cx('flex items-center gap-2 text-lg font-semibold', color)}>
          <Icon aria-hidden className="size-5" />
          {cardTitle(card)}
        </span>
        <span className={cx('text-sm font-semibold', URGENCY_TONES[urgency])}>
          {URGENCY_NAMES[urgency]}
        </span>
        <span className="figures text-ink-faint ml-auto text-sm">{latencyText(card)}</span>
      </header>

      <CardWords card={card} />
      {card.next_move !== '' && (
        <p className="text-ink-soft mt-4 flex max-w-[60ch] gap-2.5 text-lg">
          <ArrowRight aria-hidden className="text-ink-faint mt-[3px] size-5 shrink-0" />
          <span>
            <span className="sr-only">Next: </span>
            {card.next_move}
          </span>
        </p>
      )}

      <div className="mt-7 flex flex-wrap items-center gap-2">
        {used ? (
          <p className="bg-accent-soft text-accent flex h-11 items-center gap-2 rounded-xl px-4 text-base font-semibold">
            <Check aria-hidden strokeWidth={2.5} className="size-[18px]" />
            {card.usedBy === 'heard' ? 'You said it' : 'Used'}
          </p>
        ) : (
          <>
            <Button tone="primary" className="h-11 rounded-xl px-5" onClick={() => onUse(card.id)}>
              Use <Key>U</Key>
            </Button>
            <Button
              tone="quiet"
              className="h-11 rounded-xl px-4"
              icon={<X aria-hidden />}
              onClick={() => onDismiss(card.id)}
            >
              Dismiss <Key>D</Key>
            </Button>
          </>
        )}
        <span className="ml-auto flex gap-1" role="group" aria-label="Was this card right?">
          <IconButton
            label="Useful"
            tone="accent"
            icon={<ThumbsUp aria-hidden />}
            pressed={card.vote === 'useful'}
            onClick={() => onVote(card.id, card.vote === 'useful' ? null : 'useful')}
          />
          <IconButton
            label="Wrong"
            icon={<ThumbsDown aria-hidden />}
            onClick={() => onVote(card.id, 'wrong')}
          />
        </span>
      </div>

      <dl className="border-line mt-7 grid gap-x-8 gap-y-4 border-t pt-5 text-base @lg:grid-cols-2">
        <div>
          <dt className="text-ink-faint text-sm font-semibold">They said</dt>
          <dd className="text-ink-soft mt-0.5">
            “{quoteOf(card.evidence.quote)}”{' '}
            <button
              type="button"
              onClick={() => onShowEvidence?.(card.evidence.turn_id)}
              aria-label={`Show in the transcript, at ${clock(card.evidence.start_ms)}`}
              className="figures text-accent cursor-pointer rounded text-sm font-semibold hover:underline"
            >
              {clock(card.evidence.start_ms)}
            </button>
          </dd>
        </div>
        <div>
          <dt className="text-ink-faint text-sm font-semibold">Why</dt>
          <dd className="text-ink-soft mt-0.5">{reasoning}</dd>
        </div>
      </dl>
      <p className="figures text-ink-faint mt-4 flex flex-wrap gap-x-5 gap-y-1 text-sm">
        <span>{confidence}% sure</span>
        <span>Stage: {STAGE_NAMES[card.context.call_stage]}</span>
        <span>
          {writtenBy(card.source, card.model)}
          {card.source === 'local' && trouble !== null && `: ${trouble}`}
        </span>
      </p>
    </article>
  );
}
