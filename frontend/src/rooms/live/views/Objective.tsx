import { Check } from 'lucide-react';
import { useId } from 'react';

import { withLineEnd } from '@/lib/lineEnd';
import { cx } from '@/ui/cx';
import { clock } from '@/ui/time';

import type { ObjectiveState } from '../state/types';
import type { ObjectiveView } from './playbookView';

interface ObjectiveProps {
  objective: ObjectiveView;
  state: ObjectiveState | undefined;
  onSet: (id: string, done: boolean) => void;
  /** Shows where the words were said that ticked it. */
  onShow: (turnId: string) => void;
}

/** Something to reach in a stage. What the coach has ticked says why, and can be unticked. */
export function Objective({ objective, state, onSet, onShow }: ObjectiveProps) {
  const why = useId();
  const done = state?.done === true;
  const evidence = done ? state.evidence : null;
  return (
    <li>
      <button
        type="button"
        role="checkbox"
        aria-checked={done}
        aria-describedby={evidence === null ? undefined : why}
        onClick={() => onSet(objective.id, !done)}
        className="group flex w-full cursor-pointer items-start gap-2.5 rounded-lg py-1 text-left"
      >
        <span
          aria-hidden
          className={cx(
            'mt-0.5 flex size-[18px] shrink-0 items-center justify-center rounded-md transition-colors duration-200',
            done
              ? 'bg-accent text-on-accent'
              : 'group-hover:bg-sunken shadow-[inset_0_0_0_1.5px_var(--edge)]',
          )}
        >
          {done && <Check strokeWidth={3} className="animate-fade size-3" />}
        </span>
        <span className={cx('text-base', done ? 'text-ink-faint' : 'text-ink')}>
          {objective.text}
        </span>
      </button>
      {evidence !== null && (
        <p className="text-ink-faint flex items-baseline gap-2 pb-1 pl-7 text-sm">
          <span id={why} className="min-w-0 truncate">
            “{withLineEnd(evidence.quote)}”
          </span>
          <button
            type="button"
            onClick={() => onShow(evidence.turn_id)}
            aria-label={`Show in the transcript, at ${clock(evidence.start_ms)}`}
            className="figures text-accent min-h-6 min-w-6 shrink-0 cursor-pointer rounded font-semibold hover:underline"
          >
            {clock(evidence.start_ms)}
          </button>
        </p>
      )}
    </li>
  );
}
