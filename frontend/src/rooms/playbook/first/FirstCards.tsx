import { Link } from '@tanstack/react-router';
import { LoaderCircle } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';

import { Banner } from '@/ui/Banner';
import { Button, buttonClass } from '@/ui/Button';
import { cx } from '@/ui/cx';

import { BlankFacts } from '../BlankFacts';
import type { PlaybookDetail } from '../playbookApi';
import { TrialCard } from '../trial/TrialCard';
import { useTrial } from '../trial/useTrial';

/** What a customer of the new playbook may say first. */
export function firstLines({ playbook }: PlaybookDetail, rival: string | undefined): string[] {
  const own = playbook.competitors?.find(({ name }) => name === rival);
  return [
    'How much is it?',
    'That sounds expensive.',
    ...(own === undefined ? [] : [`We already use ${own.name}.`]),
  ];
}

interface FirstCardsProps {
  playbook: PlaybookDetail;
  /** The first competitor that was named. */
  rival: string | undefined;
}

/** The end of the first run: a card for their product, as it will appear in a call. */
export function FirstCards({ playbook, rival }: FirstCardsProps) {
  const lines = firstLines(playbook, rival);
  const [line, setLine] = useState(lines[0] ?? '');
  const heading = useRef<HTMLHeadingElement>(null);
  // The button that led here is gone: whoever hears the page goes on from its title.
  useEffect(() => heading.current?.focus(), []);
  const [attempt, setAttempt] = useState(0);
  const { trial, asking, error } = useTrial(playbook.id, line, '', null, attempt);

  return (
    <div className="mx-auto max-w-2xl px-4 pt-8 pb-16 sm:px-6 lg:pt-14">
      <p className="text-accent text-sm font-semibold">Ready</p>
      <h1
        ref={heading}
        tabIndex={-1}
        className="text-ink mt-2 text-3xl font-semibold tracking-[-0.015em] outline-none"
      >
        This is what you will see
      </h1>
      <p className="text-ink-soft mt-2 text-lg">
        A customer says one of these, and the card comes.
      </p>
      <div role="group" aria-label="A customer says" className="mt-7 flex flex-wrap gap-2">
        {lines.map((each) => (
          <button
            key={each}
            type="button"
            aria-pressed={each === line}
            onClick={() => setLine(each)}
            className={cx(
              'cursor-pointer rounded-full px-4 py-2 text-base font-medium transition-colors',
              each === line
                ? 'bg-accent-soft text-accent'
                : 'bg-sunken text-ink-soft hover:text-ink',
            )}
          >
            “{each}”
          </button>
        ))}
      </div>
      <div aria-live="polite" aria-busy={asking} className="mt-6 min-h-64">
        {error !== null ? (
          <Banner
            tone="caution"
            title="The card could not be shown"
            action={
              <Button size="sm" onClick={() => setAttempt(attempt + 1)}>
                Try again
              </Button>
            }
          >
            {error.message} Your playbook is saved.
          </Banner>
        ) : trial === null ? (
          <p className="text-ink-faint flex items-center gap-2 px-2 py-6 text-base">
            <LoaderCircle aria-hidden className="size-4 animate-spin" />
            Reading your playbook
          </p>
        ) : trial.card === null ? (
          <p className="text-ink-soft border-line rounded-3xl border border-dashed px-8 py-8 text-lg">
            No card would come for this one. Give it words in your playbook.
          </p>
        ) : (
          <TrialCard key={trial.card.text} trial={trial} large />
        )}
      </div>
      <BlankFacts
        facts={(playbook.playbook.product.facts ?? []).map(({ text }) => text)}
        className="mt-6"
      />
      <div className="mt-8 flex flex-wrap gap-3">
        <Link to="/" className={buttonClass('primary', 'lg')}>
          Start a call
        </Link>
        <Link
          to="/playbooks/$playbookId"
          params={{ playbookId: playbook.id }}
          className={buttonClass('secondary', 'lg')}
        >
          Look through the playbook
        </Link>
      </div>
    </div>
  );
}
