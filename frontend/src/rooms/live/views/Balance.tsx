import { cx } from '@/ui/cx';
import { clock } from '@/ui/time';

import type { Metrics } from '../state/types';
import { RANGES, WON_TALK_PERCENT } from './ranges';

const SETTLED_TURNS = 8;

interface BalanceProps {
  metrics: Metrics;
  /** How many turns there were: a share of the first few says nothing yet. */
  turns: number;
}

/** Who talks how much, and how: a look is enough to know whether to stop talking. */
export function Balance({ metrics, turns }: BalanceProps) {
  const { talk_ratio, longest_monologue_ms, questions, pace_wpm, interruptions } = metrics;
  const mine = talk_ratio === null ? null : Math.round(talk_ratio * 100);
  const over = mine !== null && mine > RANGES.talk_percent && turns >= SETTLED_TURNS;
  const high = highText(metrics);
  return (
    <section aria-label="Balance of the talk">
      <div className="flex items-baseline justify-between text-sm">
        <span className="text-ink font-semibold">
          You{' '}
          <span className={cx('figures', over && 'text-caution')}>
            {mine === null ? '' : `${mine}%`}
          </span>
        </span>
        <span className="text-ink-soft font-semibold">
          Customer <span className="figures">{mine === null ? '' : `${100 - mine}%`}</span>
        </span>
      </div>
      <div className="relative mt-2">
        <div
          aria-hidden
          className={cx(
            'h-2.5 overflow-hidden rounded-full',
            mine === null ? 'bg-sunken' : 'bg-voice-customer',
          )}
        >
          {mine !== null && (
            <div
              className={cx(
                'border-canvas h-full border-r-2 transition-[width] duration-500',
                over ? 'bg-caution-fill' : 'bg-accent',
              )}
              style={{ width: `${mine}%` }}
            />
          )}
        </div>
        <span
          aria-hidden
          className="bg-ink absolute -top-1 h-[18px] w-0.5 -translate-x-1/2 rounded-full"
          style={{ left: `${RANGES.talk_percent}%` }}
        />
      </div>
      <p className="text-ink-faint mt-2 text-sm">
        {over
          ? 'You talk a lot. Ask something and wait.'
          : `In range up to the line at ${RANGES.talk_percent}%. In won calls it is ${WON_TALK_PERCENT}%.`}
      </p>
      <dl className="figures mt-4 grid grid-cols-[auto_auto_auto_auto] justify-between gap-x-3">
        <Figure label="Questions" value={String(questions)} />
        <Figure
          label="Cut in"
          value={String(interruptions)}
          high={interruptions > RANGES.interruptions}
        />
        <Figure
          label="Words/min"
          value={pace_wpm === null ? '–' : String(pace_wpm)}
          high={pace_wpm !== null && pace_wpm > RANGES.pace_wpm}
        />
        <Figure
          label="Longest turn"
          value={longest_monologue_ms === 0 ? '–' : clock(longest_monologue_ms)}
          high={longest_monologue_ms > RANGES.monologue_ms}
        />
      </dl>
      {high.length > 0 && <p className="text-ink-soft mt-2 text-sm">{high.join(' ')}</p>}
    </section>
  );
}

/** Why figures stand out, and up to where they do not. */
function highText({ interruptions, pace_wpm, longest_monologue_ms }: Metrics): string[] {
  const { interruptions: cutIn, pace_wpm: pace, monologue_ms: monologue } = RANGES;
  return [
    ...(interruptions > cutIn ? ['You cut in more than once.'] : []),
    ...(pace_wpm !== null && pace_wpm > pace
      ? [`You speak fast: up to ${pace} words a minute is in range.`]
      : []),
    ...(longest_monologue_ms > monologue
      ? [`You talked for long at a stretch: up to ${clock(monologue)} is in range.`]
      : []),
  ];
}

function Figure({ label, value, high = false }: { label: string; value: string; high?: boolean }) {
  return (
    <div className="flex flex-col-reverse">
      <dt className="text-ink-faint text-xs whitespace-nowrap">{label}</dt>
      <dd
        className={cx(
          'text-lg font-semibold whitespace-nowrap',
          high ? 'text-caution' : 'text-ink',
        )}
      >
        {value}
      </dd>
    </div>
  );
}
