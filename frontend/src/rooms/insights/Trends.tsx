import { Link } from '@tanstack/react-router';
import { useState } from 'react';

import { Segments } from '@/ui/Segments';

import { ChartFrame } from './charts/ChartFrame';
import { LineChart, type Point } from './charts/LineChart';
import type { Week } from './insightsApi';
import { counted, dayText } from './words';

type Figure = 'score' | 'talk_ratio' | 'questions' | 'objections';

interface Spec {
  label: string;
  unit: string;
  most: number;
  text: (value: number) => string;
}

const FIGURES: Record<Figure, Spec> = {
  score: { label: 'Score', unit: 'of 10', most: 10, text: (value) => value.toFixed(1) },
  talk_ratio: {
    label: 'You talked',
    unit: 'of the talking',
    most: 100,
    text: (value) => `${Math.round(value)}%`,
  },
  questions: {
    label: 'Questions',
    unit: 'a call',
    most: 4,
    text: (value) => value.toFixed(1),
  },
  objections: {
    label: 'Objections',
    unit: 'a call',
    most: 2,
    text: (value) => value.toFixed(1),
  },
};
const NAMES = Object.keys(FIGURES) as Figure[];
/** A mean of fewer calls is drawn hollow. */
const FEW = 3;

interface TrendsProps {
  weeks: readonly Week[];
  /** The history, narrowed down. */
  history: (more: Record<string, string>) => Record<string, string>;
}

/** One figure at a time over the weeks; any week opens its calls. */
export function Trends({ weeks, history }: TrendsProps) {
  const [figure, setFigure] = useState<Figure>('score');
  const [chosen, setChosen] = useState<string | null>(null);
  const spec = FIGURES[figure];
  const found = weeks.findIndex(({ starts_on }) => starts_on === chosen);
  const at = found < 0 ? weeks.length - 1 : found;
  const week = weeks[at];
  const points = weeks.map((each): Point => {
    const mean = each[figure];
    return {
      label: dayText(each.starts_on),
      value: mean?.mean ?? null,
      few: (mean?.n ?? 0) < FEW,
      text: weekText(each, figure),
    };
  });

  return (
    <ChartFrame
      title="Over the weeks"
      controls={
        <Segments
          label="Figure"
          value={figure}
          onChange={setFigure}
          options={NAMES.map((name) => ({ value: name, label: FIGURES[name].label }))}
        />
      }
      chart={
        <>
          <LineChart
            label={`${spec.label} by week. The arrow keys go from week to week.`}
            points={points}
            most={spec.most}
            axis={(value) => (figure === 'talk_ratio' ? `${value}%` : String(value))}
            at={at}
            onAt={(place) => setChosen(weeks[place]?.starts_on ?? null)}
          />
          {week !== undefined && (
            <p className="text-ink-soft mt-2 flex flex-wrap items-baseline gap-x-3 text-base">
              <span className="figures">{weekText(week, figure)}</span>
              {week.calls > 0 && (
                <Link
                  to="/calls"
                  search={history({ from: week.starts_on, to: week.ends_on }) as never}
                  className="text-accent rounded font-semibold underline-offset-2 hover:underline"
                >
                  {week.calls === 1 ? 'Show the call' : `Show the ${week.calls} calls`}
                </Link>
              )}
              {weeks.some(({ calls }) => calls > 0 && calls < FEW) && (
                <span className="text-ink-faint text-sm max-sm:hidden">
                  An open circle is a week of one or two calls.
                </span>
              )}
            </p>
          )}
        </>
      }
      table={{
        head: ['Week of', 'Calls', ...NAMES.map((name) => FIGURES[name].label)],
        rows: weeks.toReversed().map((each) => [
          dayText(each.starts_on, true),
          each.calls,
          ...NAMES.map((name) => {
            const mean = each[name];
            return mean === null ? 'Not known' : FIGURES[name].text(mean.mean);
          }),
        ]),
      }}
    />
  );
}

function weekText(week: Week, figure: Figure): string {
  const mean = week[figure];
  const when = `Week of ${dayText(week.starts_on)}`;
  if (mean === null) return `${when}: no calls`;
  const { text, unit } = FIGURES[figure];
  return `${when}: ${text(mean.mean)} ${unit}, ${counted(mean.n, 'call')}`;
}
