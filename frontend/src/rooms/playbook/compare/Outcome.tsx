import { Equal } from 'lucide-react';

import { Banner } from '@/ui/Banner';
import { Button } from '@/ui/Button';

import { CallOutcome } from './CallOutcome';
import type { Comparison } from './compareApi';
import { isOver } from './useComparison';
import { progress, summary, unchanged } from './words';

interface OutcomeProps {
  comparison: Comparison;
  onStop: () => void;
}

/** What was found, while it is looked for and afterwards. */
export function Outcome({ comparison, onStop }: OutcomeProps) {
  const { calls, state, out_of_time, before_version, after_version } = comparison;
  const over = isOver(comparison);
  const changed = calls.filter(({ changes }) => changes.length > 0);
  const quiet = unchanged(calls);
  const troubled = calls.filter(({ problem }) => problem === 'coach_failed').length;

  return (
    <section aria-label="What would change" className="border-line mt-10 border-t pt-8">
      {over ? (
        <div role="status">
          <h2 className="figures text-ink text-2xl font-semibold tracking-[-0.01em]">
            {state === 'failed' ? 'The comparison failed' : summary(comparison)}
          </h2>
          <p className="figures text-ink-faint mt-1 text-sm">
            {after_version === null ? 'Your unsaved changes' : `Version ${after_version}`} against
            version {before_version}
          </p>
        </div>
      ) : (
        <Running comparison={comparison} onStop={onStop} />
      )}
      {state === 'failed' && (
        <Banner tone="alarm" title="Something went wrong at the server" className="mt-5">
          Its log says more. Try it again, or over fewer calls.
        </Banner>
      )}
      {state === 'stopped' && calls.length < comparison.calls_total && (
        <Banner
          tone="info"
          title={out_of_time ? 'That took too long' : 'Stopped before the end'}
          className="mt-5"
        >
          {calls.length} of {comparison.calls_total} calls were compared.
          {out_of_time && ' Choose fewer calls for the rest.'}
        </Banner>
      )}
      {troubled > 0 && (
        <Banner tone="caution" title="Not every call could be read" className="mt-5">
          The coach failed on {troubled === 1 ? 'one of them' : `${troubled} of them`}, so nothing
          is said about {troubled === 1 ? 'it' : 'them'} here.
        </Banner>
      )}
      <div className="mt-8 grid gap-10">
        {changed.map((call) => (
          <CallOutcome key={call.call_id} call={call} />
        ))}
      </div>
      {quiet !== null && changed.length > 0 && (
        <p className="text-ink-soft mt-8 flex items-start gap-2 text-base">
          <Equal aria-hidden className="text-ink-faint mt-1 size-4 shrink-0" />
          {quiet}
        </p>
      )}
    </section>
  );
}

function Running({ comparison, onStop }: OutcomeProps) {
  return (
    <div className="flex items-center gap-6">
      <div className="min-w-0 flex-1">
        <p className="figures text-ink text-base font-semibold">{progress(comparison)}</p>
        <div
          role="progressbar"
          aria-label="Comparing"
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={Math.round(comparison.share * 100)}
          className="bg-sunken mt-2 h-1.5 overflow-hidden rounded-full"
        >
          <div
            className="bg-accent h-full rounded-full transition-[width] duration-500"
            style={{ width: `${comparison.share * 100}%` }}
          />
        </div>
      </div>
      <Button onClick={onStop}>Stop</Button>
    </div>
  );
}
