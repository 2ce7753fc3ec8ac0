import { Link } from '@tanstack/react-router';

import { STAGE_NAMES } from '@/ui/words';

import { ChartFrame } from './charts/ChartFrame';
import { Legend, Stack, type Slice } from './charts/Stack';
import type { StageRow } from './insightsApi';
import { OUTCOME_NAMES, OUTCOMES, wellText } from './words';

const TONES: Record<(typeof OUTCOMES)[number], Slice['tone']> = {
  won: 'strong',
  next_step_agreed: 'middle',
  interested: 'soft',
  undecided: 'faint',
  declined: 'hollow',
};

interface StagesProps {
  stages: readonly StageRow[];
  history: (more: Record<string, string>) => Record<string, string>;
}

/** How calls ended, by the stage they reached. */
export function Stages({ stages, history }: StagesProps) {
  const most = Math.max(1, ...stages.map(({ calls }) => calls));
  const name = ({ stage }: StageRow): string => (stage === null ? 'No stage' : STAGE_NAMES[stage]);
  const named = OUTCOMES.map((outcome) => ({
    name: OUTCOME_NAMES[outcome] ?? outcome,
    tone: TONES[outcome],
  }));
  return (
    <ChartFrame
      title="How far calls came"
      about="The furthest stage of each call, and how it ended."
      chart={
        <>
          <ul className="mb-4 space-y-1">
            {stages.map((row) => (
              <li key={row.stage}>
                <Link
                  to="/calls"
                  search={history(row.stage === null ? {} : { stage: row.stage }) as never}
                  title="Show these calls"
                  className="hover:bg-sunken -mx-2 grid grid-cols-[6.5rem_minmax(0,1fr)_9rem] items-center gap-4 rounded-lg px-2 py-1.5 max-sm:grid-cols-[5.5rem_minmax(0,1fr)]"
                >
                  <span className="text-ink text-base font-semibold">{name(row)}</span>
                  <Stack
                    whole={most}
                    slices={OUTCOMES.map((outcome) => ({
                      name: OUTCOME_NAMES[outcome]?.toLowerCase() ?? outcome,
                      count: row.outcomes[outcome] ?? 0,
                      tone: TONES[outcome],
                    }))}
                  />
                  <span className="figures text-ink-soft text-sm max-sm:sr-only">
                    {wellText(row.calls, row.good.count)}
                  </span>
                </Link>
              </li>
            ))}
          </ul>
          <Legend slices={named} />
        </>
      }
      table={{
        head: ['Stage', 'Calls', ...named.map((each) => each.name)],
        rows: stages.map((row) => [
          name(row),
          row.calls,
          ...OUTCOMES.map((outcome) => row.outcomes[outcome] ?? 0),
        ]),
      }}
    />
  );
}
