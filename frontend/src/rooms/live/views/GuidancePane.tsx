import { Compass } from 'lucide-react';
import { useState } from 'react';

import { cx } from '@/ui/cx';
import { STAGE_NAMES } from '@/ui/words';

import type { Guidance } from '../state/types';
import { sourceText } from './cardWords';
import type { ObjectiveView } from './playbookView';

interface GuidancePaneProps {
  guidance: Guidance | null;
  objectives: readonly ObjectiveView[];
}

/** Directions for the conversation rather than words to say. */
export function GuidancePane({ guidance, objectives }: GuidancePaneProps) {
  if (guidance === null) {
    return (
      <section
        aria-label="Guidance"
        className="flex min-h-full flex-col items-center justify-center px-6 py-16 text-center"
      >
        <Compass aria-hidden className="text-accent mb-6 size-9 stroke-[1.4]" />
        <p className="text-2xl font-semibold tracking-[-0.01em]">Finding the direction</p>
        <p className="text-ink-soft mt-2 max-w-[38ch] text-lg">
          After the first words it says here what to aim for, and what to ask.
        </p>
      </section>
    );
  }
  const { focus, guidance: way, stage } = guidance;
  const [first, ...others] = way.key_questions;
  const next = guidance.objectives.remaining
    .map((id) => objectives.find((objective) => objective.id === id))
    .filter((objective) => objective?.stage === stage.current);
  return (
    <section aria-label="Guidance" className="@container">
      <article className="bg-sheet shadow-sheet rounded-3xl p-6 sm:px-8 sm:py-6">
        <header className="flex flex-wrap items-center gap-x-3 text-base">
          <span className="text-accent flex items-center gap-2 text-lg font-semibold">
            <Compass aria-hidden className="size-5" />
            {STAGE_NAMES[stage.current]}
          </span>
          <span className="figures text-ink-faint ml-auto text-sm">
            {way.confidence}% sure, {sourceText(guidance.source)}
          </span>
        </header>
        <p
          aria-live="polite"
          className={cx(
            'text-ink mt-4 max-w-[30ch] font-[560] tracking-[-0.015em] text-balance',
            'text-[clamp(1.5rem,3cqi+0.6rem,2.125rem)] leading-[1.2]',
          )}
        >
          {focus.what}
        </p>
        <p className="text-ink-soft mt-2 max-w-[60ch] text-lg leading-snug">{focus.why}</p>
        {way.direction !== focus.what && (
          <p className="text-ink-soft mt-1.5 max-w-[60ch] text-lg leading-snug">{way.direction}</p>
        )}

        <div className="border-line mt-6 grid gap-x-8 gap-y-6 border-t pt-5 @lg:grid-cols-[1.15fr_1fr]">
          <div className="space-y-6">
            {first !== undefined && (
              <div>
                <h2 className="text-ink-faint text-sm font-semibold">Ask</h2>
                <p className="text-ink mt-1 text-xl leading-snug font-semibold">{first.primary}</p>
                <p className="text-ink-faint mt-1 text-sm">{first.context}</p>
                {first.alternatives.length > 0 && (
                  <ul className="mt-2 space-y-1">
                    {first.alternatives.map((alternative) => (
                      <li key={alternative} className="text-ink-soft flex gap-2 text-base">
                        <span className="text-ink-faint shrink-0">or</span>
                        {alternative}
                      </li>
                    ))}
                  </ul>
                )}
              </div>
            )}
            {others.length > 0 && (
              <div>
                <h2 className="text-ink-faint text-sm font-semibold">Then ask</h2>
                <ul className="mt-1.5 space-y-2">
                  {others.map((question) => (
                    <Question key={question.primary} question={question} />
                  ))}
                </ul>
              </div>
            )}
          </div>
          <div className="space-y-6">
            <Points title="Talk about" points={way.talking_points} />
            <Points
              title="Still to reach in this stage"
              points={next.map((objective) => objective?.text ?? '')}
            />
          </div>
        </div>
      </article>
    </section>
  );
}

/** A question with when to ask it; other ways to put it are a press away. */
function Question({ question }: { question: Guidance['guidance']['key_questions'][number] }) {
  const [open, setOpen] = useState(false);
  const { primary, alternatives, context } = question;
  return (
    <li>
      <p className="text-ink text-base font-medium">{primary}</p>
      <p className="text-ink-faint text-sm">
        {context}{' '}
        {alternatives.length > 0 && (
          <button
            type="button"
            aria-expanded={open}
            onClick={() => setOpen((before) => !before)}
            className="text-accent cursor-pointer rounded font-semibold whitespace-nowrap hover:underline"
          >
            {open ? 'Fewer words' : 'Other words'}
            <span className="sr-only"> for “{primary}”</span>
          </button>
        )}
      </p>
      {open && (
        <ul className="animate-fade mt-1.5 space-y-1">
          {alternatives.map((alternative) => (
            <li key={alternative} className="text-ink-soft flex gap-2 text-base">
              <span className="text-ink-faint shrink-0">or</span>
              {alternative}
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}

function Points({ title, points }: { title: string; points: readonly string[] }) {
  if (points.length === 0) return null;
  return (
    <div>
      <h2 className="text-ink-faint text-sm font-semibold">{title}</h2>
      <ul className="mt-1.5 space-y-1">
        {points.map((point) => (
          <li key={point} className="text-ink-soft flex gap-2.5 text-base">
            <span
              aria-hidden
              className="bg-voice-customer mt-[9px] size-1.5 shrink-0 rounded-full"
            />
            {point}
          </li>
        ))}
      </ul>
    </div>
  );
}
