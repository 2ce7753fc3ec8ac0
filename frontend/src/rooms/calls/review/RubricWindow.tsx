import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';

import { Button } from '@/ui/Button';
import { Skeleton } from '@/ui/Skeleton';
import { Window } from '@/ui/Window';

import type { Rubric, Weights } from './reviewApi';
import { rubricQuery, usePutRubric } from './reviewQueries';

interface RubricWindowProps {
  open: boolean;
  onClose: () => void;
}

/** What each part of the score weighs, for every call. */
export function RubricWindow({ open, onClose }: RubricWindowProps) {
  const rubric = useQuery({ ...rubricQuery, enabled: open });
  return (
    <Window
      open={open}
      onOpenChange={(now) => {
        if (!now) onClose();
      }}
      title="What the score is made of"
      description="A part that weighs twice as much counts twice. The scores of all calls follow."
    >
      {rubric.error !== null && (
        <p role="alert" className="text-alarm text-base">
          {rubric.error.message}
        </p>
      )}
      {rubric.isPending && <Skeleton className="h-40" />}
      {rubric.data !== undefined && <WeightForm rubric={rubric.data} onDone={onClose} />}
    </Window>
  );
}

function WeightForm({ rubric, onDone }: { rubric: Rubric; onDone: () => void }) {
  const [weights, setWeights] = useState(
    () => Object.fromEntries(rubric.parts.map(({ key, weight }) => [key, weight])) as Weights,
  );
  const save = usePutRubric();
  const total = Object.values(weights).reduce((sum, weight) => sum + weight, 0);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(weights, { onSuccess: onDone });
      }}
    >
      <ul className="space-y-4">
        {rubric.parts.map(({ key, name, definition }) => (
          <li key={key}>
            <label className="flex items-center gap-4">
              <span className="text-ink w-28 shrink-0 text-base font-semibold">{name}</span>
              <input
                type="range"
                min={0}
                max={100}
                step={5}
                value={weights[key]}
                onChange={(event) => setWeights({ ...weights, [key]: Number(event.target.value) })}
                className="accent-accent h-6 min-w-0 flex-1 cursor-pointer"
              />
              <span className="figures text-ink-soft w-10 shrink-0 text-right text-base">
                {total === 0 ? 0 : Math.round((weights[key] / total) * 100)}%
              </span>
            </label>
            <p className="text-ink-faint mt-0.5 text-xs">{definition}</p>
          </li>
        ))}
      </ul>
      {save.error !== null && (
        <p role="alert" className="text-alarm mt-4 text-base">
          {save.error.message}
        </p>
      )}
      <div className="mt-6 flex flex-wrap justify-end gap-2">
        <Button
          tone="quiet"
          onClick={() =>
            setWeights(
              Object.fromEntries(rubric.parts.map((part) => [part.key, part.default])) as Weights,
            )
          }
        >
          As it comes
        </Button>
        <Button type="submit" tone="primary" busy={save.isPending} disabled={total === 0}>
          Save
        </Button>
      </div>
    </form>
  );
}
