import { SlidersHorizontal } from 'lucide-react';
import { useState } from 'react';

import { Button } from '@/ui/Button';

import { MomentLink } from './MomentLink';
import type { Part, Review } from './reviewApi';
import { RubricWindow } from './RubricWindow';
import { OUTCOMES } from './words';

interface ScorecardProps {
  review: Pick<Review, 'success_score' | 'scorecard' | 'call_outcome'>;
  onShow: (turnId: string) => void;
}

/** The score and what it is made of. */
export function Scorecard({ review, onShow }: ScorecardProps) {
  const [editing, setEditing] = useState(false);
  const { success_score: score, scorecard, call_outcome: outcome } = review;
  return (
    <section aria-label="Scorecard" className="bg-sheet shadow-sheet rounded-2xl p-5">
      <div className="flex items-end justify-between gap-3">
        <p className="figures text-ink text-4xl font-semibold tracking-[-0.02em]">
          {score === null ? (
            <span className="text-xl">Not scored</span>
          ) : (
            <>
              {score.toFixed(1)}
              <span className="text-ink-faint text-lg font-normal tracking-normal"> of 10</span>
            </>
          )}
        </p>
        <p className="text-ink-soft pb-1 text-right text-sm font-semibold">{OUTCOMES[outcome]}</p>
      </div>
      <ul className="mt-4">
        {scorecard.map((part) => (
          <li key={part.key}>
            <PartRow part={part} onShow={onShow} />
          </li>
        ))}
      </ul>
      <Button
        tone="quiet"
        size="sm"
        className="mt-3 -ml-2.5"
        icon={<SlidersHorizontal aria-hidden />}
        onClick={() => setEditing(true)}
      >
        Change the weights
      </Button>
      <RubricWindow open={editing} onClose={() => setEditing(false)} />
    </section>
  );
}

const MOST_MOMENTS = 4;

function PartRow({ part, onShow }: { part: Part; onShow: (turnId: string) => void }) {
  const { name, score, weight, because, definition, evidence } = part;
  return (
    <details className="group border-line border-t py-2.5">
      <summary className="cursor-pointer list-none rounded-md [&::-webkit-details-marker]:hidden">
        <span className="flex items-baseline justify-between gap-3">
          <span className="text-ink text-base font-semibold">{name}</span>
          <span className="figures text-ink-soft text-base">
            {score === null ? 'Not scored' : score.toFixed(1)}
          </span>
        </span>
        <span aria-hidden className="bg-sunken mt-1.5 block h-1.5 overflow-hidden rounded-full">
          <span
            className="bg-accent block h-full rounded-full"
            style={{ width: `${(score ?? 0) * 10}%` }}
          />
        </span>
        {score === null && <span className="text-ink-soft mt-1.5 block text-sm">{because}</span>}
      </summary>
      <div className="pt-2.5">
        {score !== null && <p className="text-ink-soft text-sm">{because}</p>}
        {evidence.slice(0, MOST_MOMENTS).map((moment) => (
          <MomentLink key={`${moment.turn_id}${moment.quote}`} moment={moment} onShow={onShow} />
        ))}
        <p className="text-ink-faint mt-2 text-xs">
          {definition} Weight {weight}.
        </p>
      </div>
    </details>
  );
}
