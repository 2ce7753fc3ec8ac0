import { ArrowRight, HandCoins, MessageCircleQuestion, ShieldAlert } from 'lucide-react';
import type { ReactNode } from 'react';

import { cx } from '@/ui/cx';
import { objectionName } from '@/ui/words';

import type { Trial } from '../playbookApi';

interface TrialCardProps {
  trial: Trial;
  /** As large as in a call; what comes next is left to the call. */
  large?: boolean;
  /** Below the words. */
  children?: ReactNode;
}

/** A card as it will appear in a call. */
export function TrialCard({ trial, large = false, children }: TrialCardProps) {
  const { card } = trial;
  if (card === null) return null;
  const { title, icon: Icon, color } = headOf(trial);
  return (
    <article
      aria-label={`Card: ${title}`}
      className={cx(
        'bg-sheet shadow-sheet animate-fade',
        large ? 'rounded-3xl p-6 sm:p-8' : 'rounded-2xl p-5',
      )}
    >
      <p
        className={cx(
          'flex items-center gap-2 font-semibold',
          large ? 'text-lg' : 'text-base',
          color,
        )}
      >
        <Icon aria-hidden className={large ? 'size-5' : 'size-[18px]'} />
        {title}
        <span className="figures text-ink-faint ml-auto text-sm font-normal">
          {card.confidence}% sure
        </span>
      </p>
      <p
        className={cx(
          'text-ink font-[560] tracking-[-0.01em] text-balance',
          large ? 'mt-5 text-3xl' : 'mt-3 text-xl',
        )}
      >
        {card.text}
      </p>
      {!large && card.next_move !== '' && (
        <p className="text-ink-soft mt-3 flex gap-2 text-base">
          <ArrowRight aria-hidden className="text-ink-faint mt-1 size-4 shrink-0" />
          <span>
            <span className="sr-only">Next: </span>
            {card.next_move}
          </span>
        </p>
      )}
      {children}
    </article>
  );
}

/** What the customer has done, as the head of the card says it. */
function headOf({ card, signals }: Trial): {
  title: string;
  icon: typeof ShieldAlert;
  color: string;
} {
  const objection = signals.find(({ kind }) => kind === 'objection');
  if (card?.category != null && objection !== undefined) {
    const title = objectionName(objection.objection_type);
    return { title, icon: ShieldAlert, color: 'text-caution' };
  }
  if (card?.category != null && signals.some(({ kind }) => kind === 'buying_signal')) {
    return { title: 'Buying signal', icon: HandCoins, color: 'text-accent' };
  }
  return { title: 'They asked', icon: MessageCircleQuestion, color: 'text-ink' };
}
