import { objectionName } from '@/ui/words';

import type { TrialSignal } from '../playbookApi';

const NAMES: Record<TrialSignal['kind'], string> = {
  objection: 'Objection',
  buying_signal: 'Buying signal',
  question: 'Question',
  stage: 'Stage',
  sentiment: 'Mood',
  commitment: 'Promise',
};

export function signalName({ kind, objection_type, sentiment }: TrialSignal): string {
  if (kind === 'objection') return objectionName(objection_type);
  if (kind === 'sentiment' && sentiment !== null) return `${NAMES.sentiment}: ${sentiment}`;
  return NAMES[kind];
}

/** What was heard in the words, the surest first. */
export function TrialSignals({ signals }: { signals: readonly TrialSignal[] }) {
  const sorted = [...signals].sort((a, b) => b.confidence - a.confidence);
  return (
    <ul aria-label="Heard in it" className="grid gap-2">
      {sorted.map((signal) => {
        const percent = Math.round(signal.confidence * 100);
        return (
          <li key={`${signal.kind} ${signal.objection_type ?? ''} ${signal.quote}`}>
            <p className="flex items-baseline justify-between gap-3 text-base">
              <span className="text-ink font-medium">{signalName(signal)}</span>
              <span className="figures text-ink-soft text-sm">{percent}% sure</span>
            </p>
            <span aria-hidden className="bg-line mt-1 block h-1 overflow-hidden rounded-full">
              <span
                className="bg-accent block h-full rounded-full transition-[width]"
                style={{ width: `${percent}%` }}
              />
            </span>
          </li>
        );
      })}
    </ul>
  );
}
