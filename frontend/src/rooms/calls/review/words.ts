import { spell } from '@/ui/time';

import type { Analysis, Figure, HandledObjection, NextStep, Review } from './reviewApi';

type Unit = Figure['unit'];

/** A value in its unit, as people read it. */
export function amount(value: number, unit: Unit): string {
  switch (unit) {
    case 'ms':
      if (value === 0) return '0 s';
      return value < 10_000 ? `${(value / 1000).toFixed(1)} s` : spell(value);
    case 'percent':
      return `${Math.round(value)}%`;
    case 'count':
      return String(value);
    case 'words_a_minute':
      return `${value} words a minute`;
    case 'per_minute':
      return `${value} a minute`;
    case 'per_ten_minutes':
      return `${value} in ten minutes`;
  }
}

export function figureValue({ value, unit, of }: Figure): string {
  if (value === null) return 'Not known';
  return of === null ? amount(value, unit) : `${amount(value, unit)} of ${of}`;
}

/** "Range 11 to 14", "At least 1.5 s", "Up to 65%". */
export function rangeText({ benchmark, unit }: Figure): string | null {
  if (benchmark === null) return null;
  const { low, high } = benchmark;
  if (low !== null && high !== null) return `${low} to ${amount(high, unit)}`;
  if (low !== null) return `At least ${amount(low, unit)}`;
  return high === null ? null : `Up to ${amount(high, unit)}`;
}

export const VERDICTS: Record<NonNullable<Figure['verdict']>, string> = {
  within: 'In range',
  below: 'Below',
  above: 'Above',
};

export const OUTCOMES: Record<Review['call_outcome'], string> = {
  won: 'Won',
  next_step_agreed: 'Next step agreed',
  interested: 'Interested',
  undecided: 'No decision',
  declined: 'Declined',
  no_conversation: 'No conversation',
};

export const HANDLINGS: Record<HandledObjection['handling'], string> = {
  settled: 'Settled',
  moved_on: 'Answered',
  came_back: 'Came back',
  unanswered: 'Left open',
};

export function ownerName({ owner, shared }: NextStep, customer: string | null): string {
  if (shared) return 'Both';
  if (owner === 'salesperson') return 'You';
  return customer ?? 'Customer';
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The day as the user writes it, else the words that were said. */
export function dueText({ due, due_on }: NextStep): string | null {
  if (due_on === null) return due;
  const [year = 0, month = 1, day = 1] = due_on.split('-').map(Number);
  return new Date(year, month - 1, day).toLocaleDateString(undefined, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
  });
}

/** The name of the view, with the score once there is one: "Review 8.8". */
export function reviewLabel(analysis: Analysis | undefined): string {
  const score = analysis?.status === 'ready' ? analysis.success_score : null;
  return score === null ? 'Review' : `Review ${score.toFixed(1)}`;
}
