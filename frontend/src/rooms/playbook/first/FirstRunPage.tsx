import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';

import { Banner } from '@/ui/Banner';
import { Button, buttonClass } from '@/ui/Button';
import { ApiError } from '@/wire/api';

import type { PlaybookDetail } from '../playbookApi';
import { templatesQuery, useFirstRun } from '../playbookQueries';
import {
  keepDraft,
  keptDraft,
  missing,
  refused,
  sentAnswers,
  stepOf,
  STEPS,
  type Answers,
} from './answers';
import { FirstCards } from './FirstCards';
import { STEP_VIEWS, STEP_WORDS } from './steps';

/** A few questions, a step at a time, and the coach sells the user's own product. */
export function FirstRunPage() {
  const [kept] = useState(keptDraft);
  const [answers, setAnswers] = useState(kept.answers);
  const [at, setAt] = useState(kept.at);
  const [problems, setProblems] = useState<Record<string, string>>({});
  const [made, setMade] = useState<PlaybookDetail | null>(null);
  const templates = useQuery(templatesQuery);
  const finish = useFirstRun();
  const form = useRef<HTMLFormElement>(null);
  const step = STEPS[at] ?? 'template';
  const last = at === STEPS.length - 1;
  const examples = templates.data?.find(({ id }) => id === answers.template)?.examples ?? undefined;

  useEffect(() => keepDraft(made === null ? { answers, at } : null), [answers, at, made]);
  useEffect(() => {
    if (Object.keys(problems).length === 0) return;
    form.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus();
  }, [problems]);

  const answer = (part: Partial<Answers>): void => {
    setAnswers((before) => ({ ...before, ...part }));
    if (Object.keys(problems).length > 0) setProblems({});
  };
  const send = (): void => {
    finish.mutate(sentAnswers(answers), {
      onSuccess: setMade,
      onError: (error) => {
        const found = error instanceof ApiError ? refused(answers, error.problems) : {};
        const first = Object.keys(found)[0];
        if (first === undefined) return;
        setProblems(found);
        setAt(STEPS.indexOf(stepOf(first)));
      },
    });
  };
  const goOn = (): void => {
    const lacks = missing(step, answers);
    setProblems(lacks);
    if (Object.keys(lacks).length > 0) return;
    if (last) send();
    else setAt(at + 1);
  };

  if (made !== null) {
    const rival = answers.rivals.find(({ name }) => name.trim() !== '')?.name.trim();
    return <FirstCards playbook={made} rival={rival} />;
  }
  const View = STEP_VIEWS[step];
  return (
    <form
      ref={form}
      noValidate
      aria-labelledby="first-run-question"
      onSubmit={(event) => {
        event.preventDefault();
        goOn();
      }}
      className="mx-auto max-w-xl px-4 pt-8 pb-16 sm:px-6 lg:pt-14"
    >
      <Progress at={at} />
      <h1
        id="first-run-question"
        className="text-ink mt-6 text-3xl font-semibold tracking-[-0.015em] text-balance"
      >
        {STEP_WORDS[step].title}
      </h1>
      <p className="text-ink-soft mt-2 text-lg">{STEP_WORDS[step].intro}</p>
      <div key={step} className="animate-fade mt-8 grid grid-cols-1 gap-5">
        <View answers={answers} onAnswer={answer} problems={problems} examples={examples} />
      </div>
      {finish.isError && Object.keys(problems).length === 0 && (
        <Banner tone="alarm" title="Your playbook could not be made" className="mt-6">
          {finish.error.message} Your answers are kept.
        </Banner>
      )}
      <div className="mt-9 flex items-center gap-3">
        {at > 0 ? (
          <Button size="lg" onClick={() => setAt(at - 1)}>
            Back
          </Button>
        ) : (
          <Link to="/" className={buttonClass('quiet', 'lg')}>
            Not now
          </Link>
        )}
        <Button type="submit" tone="primary" size="lg" className="ml-auto" busy={finish.isPending}>
          {last ? 'Make my playbook' : 'Continue'}
        </Button>
      </div>
    </form>
  );
}

function Progress({ at }: { at: number }) {
  return (
    <div>
      <p className="figures text-ink-faint text-sm">
        Step {at + 1} of {STEPS.length}
      </p>
      <div aria-hidden className="mt-2.5 flex gap-1.5">
        {STEPS.map((step, place) => (
          <span
            key={step}
            className={`h-1 flex-1 rounded-full transition-colors ${place <= at ? 'bg-accent' : 'bg-line'}`}
          />
        ))}
      </div>
    </div>
  );
}
