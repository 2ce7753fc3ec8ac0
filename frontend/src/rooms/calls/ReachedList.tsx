import { useQuery } from '@tanstack/react-query';
import { Check } from 'lucide-react';

import { withLineEnd } from '@/lib/lineEnd';

import { objectivesQuery } from './callQueries';
import { useMomentTime } from './momentTimes';
import type { Reached } from './pastObjectives';

interface ReachedListProps {
  reached: readonly Reached[];
  playbook: { id: string; version: number | null };
  onShow: (turnId: string) => void;
}

/** What the call has reached, each with the words that say so. */
export function ReachedList({ reached, playbook, onShow }: ReachedListProps) {
  const known = useQuery(objectivesQuery(playbook.id, playbook.version)).data;
  const time = useMomentTime();
  if (known === undefined) return null;
  return (
    <div>
      <h2 className="text-ink-faint text-sm font-semibold">Reached</h2>
      <ul className="mt-1.5 space-y-1.5">
        {reached.map(({ id, evidence }) => (
          <li key={id} className="flex gap-2.5 text-base">
            <Check aria-hidden strokeWidth={2.5} className="text-accent mt-1 size-4 shrink-0" />
            <div className="min-w-0">
              <p className="text-ink">{known.get(id) ?? 'An objective of that time'}</p>
              <p className="text-ink-faint flex items-baseline gap-2 text-sm">
                {evidence === null ? (
                  'Ticked by you'
                ) : (
                  <>
                    <span className="min-w-0 truncate">“{withLineEnd(evidence.quote)}”</span>
                    <button
                      type="button"
                      onClick={() => onShow(evidence.turn_id)}
                      aria-label={`Show in the transcript${time(evidence.start_ms) && `, at ${time(evidence.start_ms)}`}`}
                      className="figures text-accent shrink-0 cursor-pointer rounded font-semibold hover:underline"
                    >
                      {time(evidence.start_ms) || 'Show'}
                    </button>
                  </>
                )}
              </p>
            </div>
          </li>
        ))}
      </ul>
    </div>
  );
}
