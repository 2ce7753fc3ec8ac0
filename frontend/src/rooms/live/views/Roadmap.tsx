import { Check, ChevronRight } from 'lucide-react';
import { useState } from 'react';

import { cx } from '@/ui/cx';
import { STAGE_NAMES, STAGES } from '@/ui/words';

import type { Stage } from '@/wire/messages';
import type { ObjectiveState, StageState } from '../state/types';
import { Elapsed } from './Elapsed';
import { Objective } from './Objective';
import type { ObjectiveView } from './playbookView';

interface RoadmapProps {
  stage: StageState;
  /** Wall clock of the call's beginning. */
  startedAt: number | null;
  objectives: readonly ObjectiveView[];
  done: Readonly<Record<string, ObjectiveState>>;
  onSet: (id: string, done: boolean) => void;
  onShow: (turnId: string) => void;
}

/** The way of the call: five stages, and in each what has to be reached. */
export function Roadmap({ stage, startedAt, objectives, done, ...on }: RoadmapProps) {
  const [opened, setOpened] = useState<Partial<Record<Stage, boolean>>>({});
  const reached = STAGES.indexOf(stage.current);
  return (
    <section aria-label="Roadmap">
      <h2 className="sr-only">Roadmap</h2>
      <ol>
        {STAGES.map((id, place) => {
          const own = objectives.filter((objective) => objective.stage === id);
          const count = own.filter((objective) => done[objective.id]?.done === true).length;
          const current = id === stage.current;
          const open = opened[id] ?? current;
          const complete = own.length > 0 && count === own.length;
          return (
            <li key={id} aria-current={current ? 'step' : undefined} className="relative">
              {place < STAGES.length - 1 && (
                <span
                  aria-hidden
                  className={cx(
                    'absolute top-8 bottom-[-8px] left-[11px] w-0.5 rounded-full',
                    place < reached ? 'bg-accent' : 'bg-line',
                  )}
                />
              )}
              <button
                type="button"
                aria-expanded={open}
                onClick={() => setOpened((before) => ({ ...before, [id]: !open }))}
                className="group flex w-full cursor-pointer items-center gap-3 rounded-lg py-1.5 text-left"
              >
                <Dot current={current} passed={place < reached} complete={complete} />
                <span
                  className={cx(
                    'text-base',
                    current ? 'text-ink font-semibold' : 'text-ink-soft font-medium',
                  )}
                >
                  {STAGE_NAMES[id]}
                </span>
                {current && startedAt !== null && (
                  <Elapsed
                    since={startedAt + stage.enteredAtMs}
                    className="text-accent text-sm font-medium"
                  />
                )}
                <span className="figures text-ink-faint ml-auto text-sm">
                  <span className="sr-only">objectives reached: </span>
                  {count}/{own.length}
                </span>
                <ChevronRight
                  aria-hidden
                  className={cx(
                    'text-ink-faint size-4 transition-transform duration-100',
                    open && 'rotate-90',
                  )}
                />
              </button>
              {open && own.length > 0 && (
                <ul className="pb-2 pl-9">
                  {own.map((objective) => (
                    <Objective
                      key={objective.id}
                      objective={objective}
                      state={done[objective.id]}
                      {...on}
                    />
                  ))}
                </ul>
              )}
            </li>
          );
        })}
      </ol>
    </section>
  );
}

function Dot({ current, passed, complete }: Record<'current' | 'passed' | 'complete', boolean>) {
  return (
    <span
      aria-hidden
      className={cx(
        'relative flex size-6 shrink-0 items-center justify-center rounded-full',
        current
          ? 'bg-accent text-on-accent'
          : complete
            ? 'bg-accent-soft text-accent'
            : 'bg-sunken text-ink-faint',
        passed && !complete && 'text-accent',
      )}
    >
      {complete ? (
        <Check strokeWidth={3} className="size-3.5" />
      ) : (
        <span className="size-2 rounded-full bg-current" />
      )}
    </span>
  );
}
