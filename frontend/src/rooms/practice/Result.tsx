import { Check, CircleDot } from 'lucide-react';
import { useEffect, useRef } from 'react';

import { withLineEnd } from '@/lib/lineEnd';

import type { Attempt, Drill, OpenedDrill } from './practiceApi';
import { whenText } from './days';

interface ResultProps {
  attempt: Attempt;
  drill: Drill;
  saidThen: OpenedDrill['said_then'];
}

/** How the answer compares: what to keep, what to change, and the card. Never a score. */
export function Result({ attempt, drill, saidThen }: ResultProps) {
  const { comparison: found, answer } = attempt;
  const { card } = found;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), [attempt.id]);
  return (
    <section aria-label="How it compares" className="animate-arrive mt-8">
      <blockquote className="text-ink text-lg">“{answer}”</blockquote>
      <h2
        ref={heading}
        tabIndex={-1}
        className="text-accent mt-4 text-xl font-semibold outline-none"
      >
        {found.headline}
      </h2>
      {found.other !== null && (
        <p className="text-ink-soft mt-1 text-base">You said “{found.other}” of your playbook.</p>
      )}
      <ul className="mt-4 space-y-2.5">
        {found.checks.map((check) => (
          <li key={check.key} className="flex gap-3">
            {check.done ? (
              <Check aria-label="Good" className="text-accent mt-0.5 size-5 shrink-0" />
            ) : (
              <CircleDot aria-label="To change" className="text-caution mt-0.5 size-5 shrink-0" />
            )}
            <p className="text-ink text-base">
              {check.text}
              {check.quote !== null && (
                <span className="text-ink-soft mt-0.5 block">“{check.quote}”</span>
              )}
            </p>
          </li>
        ))}
      </ul>
      <div className="bg-sheet shadow-sheet mt-6 rounded-3xl p-6 sm:p-7">
        <h3 className="text-ink-faint text-sm font-semibold">
          {card.script_id === null ? 'The advice' : `The card${card.name ? `: ${card.name}` : ''}`}
        </h3>
        <p className="text-ink mt-2 text-xl font-semibold">{card.text}</p>
        <p className="text-ink-soft mt-2 text-base">{card.why}</p>
      </div>
      {saidThen !== null && (
        <p className="text-ink-faint mt-4 text-base">
          In the call you said: “{withLineEnd(saidThen.text)}”
        </p>
      )}
      <p className="text-ink-faint mt-2 text-base">
        It comes back {whenText(new Date(drill.due_at), new Date())}.
      </p>
    </section>
  );
}
