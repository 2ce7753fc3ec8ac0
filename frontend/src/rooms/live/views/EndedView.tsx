import { Link } from '@tanstack/react-router';
import { CircleCheckBig } from 'lucide-react';
import { useEffect, useRef } from 'react';

import { focusIfLost } from '@/lib/focus';
import type { Promised } from '@/lib/promises';
import { Button, buttonClass } from '@/ui/Button';
import { Promises } from '@/ui/Promises';
import { spell } from '@/ui/time';

import type { LiveState } from '../state/types';
import { costText, writtenBy } from './modelWords';

const REASONS: Record<string, string> = {
  timeout: 'It was closed because nothing came for a long time.',
  shutdown: 'The server was stopped. Everything up to then is there.',
  failed: 'It broke off. Everything up to then is there.',
};

interface EndedViewProps {
  state: LiveState;
  /** What was promised as the review tells it; null until there is one. */
  reviewed: readonly Promised[] | null;
  /** How many lines the call has, the ones no longer held here included; null when unknown. */
  lines: number | null;
  /** How many objectives the playbook sets. */
  objectives: number;
  onAgain: () => void;
}

/** The call is over and kept: what it was, and where to go from here. */
export function EndedView({ state, reviewed, lines, objectives, onAgain }: EndedViewProps) {
  const { endedSummary: summary, customer } = state;
  const heading = useRef<HTMLHeadingElement>(null);
  // What had the focus went with the call; its end is told by the title.
  useEffect(() => focusIfLost(heading.current), []);
  const promises = reviewed ?? state.promises;
  const used = state.suggestions.filter((card) => card.status === 'used').length;
  const reached = Object.values(state.objectives).filter((objective) => objective.done).length;
  const figures: [label: string, value: string][] = [
    ['Length', spell((summary?.durationS ?? 0) * 1000)],
    ['Lines', lines === null ? '–' : String(lines)],
    ['Objectives', objectives === 0 ? String(reached) : `${reached} of ${objectives}`],
  ];
  if (state.suggestions.length > 0) {
    figures.splice(2, 0, ['Cards used', `${used} of ${state.suggestions.length}`]);
  }
  const { spending } = state;
  if (spending.source !== null) {
    const { source, model, usd, estimated } = spending;
    figures.push([writtenBy(source, model), costText(usd, estimated)]);
  }
  return (
    <div className="mx-auto flex min-h-full max-w-2xl flex-col justify-center px-6 py-16">
      <CircleCheckBig aria-hidden className="text-accent size-9 stroke-[1.6]" />
      <h1
        ref={heading}
        tabIndex={-1}
        className="text-ink mt-5 self-start rounded-lg text-3xl font-semibold tracking-[-0.015em]"
      >
        {customer === null ? 'The call is saved' : `The call with ${customer.name} is saved`}
      </h1>
      <p className="text-ink-soft mt-2 text-lg">
        {REASONS[summary?.reason ?? ''] ??
          'The transcript, the cards and what you marked are in the history.'}
      </p>
      <dl className="figures mt-10 flex flex-wrap gap-x-12 gap-y-6">
        {figures.map(([label, value]) => (
          <div key={label} className="flex flex-col-reverse">
            <dt className="text-ink-faint text-sm">{label}</dt>
            <dd className="text-ink text-2xl font-semibold">{value}</dd>
          </div>
        ))}
      </dl>
      {promises.length > 0 && (
        <Promises
          promises={promises}
          customer={customer?.name ?? null}
          className="mt-10 max-w-md"
        />
      )}
      <div className="mt-12 flex flex-wrap gap-3">
        {summary !== null && (
          <Link
            to="/calls/$callId"
            params={{ callId: summary.callId }}
            className={buttonClass('primary', 'lg')}
          >
            Read the call
          </Link>
        )}
        <Button size="lg" onClick={onAgain}>
          Start another call
        </Button>
      </div>
    </div>
  );
}
