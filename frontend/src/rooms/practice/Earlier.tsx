import { useNavigate } from '@tanstack/react-router';
import { Check, CircleDot } from 'lucide-react';

import { Button } from '@/ui/Button';

import { dateText } from './days';
import type { Attempt } from './practiceApi';
import { useDeleteDrill } from './practiceQueries';

interface EarlierProps {
  attempts: readonly Attempt[];
  drillId: string;
}

/** What was answered before, and the way to be done with the drill. */
export function Earlier({ attempts, drillId }: EarlierProps) {
  const navigate = useNavigate();
  const remove = useDeleteDrill(() => void navigate({ to: '/practice' }));
  return (
    <div className="border-line mt-14 border-t pt-5">
      {attempts.length > 0 && (
        <details>
          <summary className="text-ink-soft hover:text-ink cursor-pointer rounded text-base font-semibold">
            {attempts.length === 1 ? 'One earlier answer' : `${attempts.length} earlier answers`}
          </summary>
          <ul className="mt-3 space-y-3">
            {attempts.map(({ id, at, answer, comparison }) => (
              <li key={id} className="flex gap-3">
                {comparison.ready ? (
                  <Check aria-label="Good" className="text-accent mt-0.5 size-5 shrink-0" />
                ) : (
                  <CircleDot
                    aria-label="Not yet"
                    className="text-ink-faint mt-0.5 size-5 shrink-0"
                  />
                )}
                <p className="text-ink text-base">
                  “{answer}”
                  <span className="text-ink-faint block text-sm">
                    {dateText(new Date(at), new Date())}. {comparison.headline}
                  </span>
                </p>
              </li>
            ))}
          </ul>
        </details>
      )}
      <Button
        tone="quiet"
        size="sm"
        className="mt-3 -ml-2.5"
        busy={remove.isPending}
        onClick={() => remove.mutate(drillId)}
      >
        I no longer need this one
      </Button>
    </div>
  );
}
