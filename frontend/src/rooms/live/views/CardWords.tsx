import { cx } from '@/ui/cx';

import type { Card } from '../state/types';
import { cardTextSize } from './cardWords';

/** Room for a model's thirty words: one size, however many of them have come. */
const THIRTY_WORDS = 'x'.repeat(131);

/** Words that begin alike have grown; others are new. */
const BEGINNING = 16;

/**
 * The words to say. When a model replaces them they fade in at their place once; what it adds is
 * added behind them, and nothing that is being read moves or changes its size.
 */
export function CardWords({ card }: { card: Pick<Card, 'source' | 'primary_suggestion'> }) {
  const { text } = card.primary_suggestion;
  const written = card.source !== 'local';
  return (
    <p
      className={cx(
        'text-ink mt-5 font-[560] tracking-[-0.015em]',
        written ? 'min-h-[3lh] max-w-[44ch] text-pretty' : 'min-h-[2lh] max-w-[34ch] text-balance',
        cardTextSize(written && text.length <= 130 ? THIRTY_WORDS : text),
      )}
    >
      <span key={written ? text.slice(0, BEGINNING) : ''} className={cx(written && 'animate-fade')}>
        {text}
      </span>
    </p>
  );
}
