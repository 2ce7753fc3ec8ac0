import { spell } from '@/ui/time';

import type { Analysis, Figure, Job, NextStep, Review, Writing } from './reviewApi';

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

const TEN_MINUTES_MS = 600_000;

/** `callMs`: how long the call took. A shorter one than ten minutes is told as it was: "7 in 1 min
 * 32 s". */
export function figureValue({ value, unit, of }: Figure, callMs: number): string {
  if (value === null) return 'Not known';
  if (unit === 'per_ten_minutes' && callMs > 0 && callMs < TEN_MINUTES_MS) {
    return `${Math.round((value * callMs) / TEN_MINUTES_MS)} in ${spell(callMs)}`;
  }
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
  no_conversation: 'Not judged',
};

export function ownerName({ owner, shared }: NextStep, customer: string | null): string {
  if (shared) return 'Both';
  if (owner === 'salesperson') return 'You';
  return customer ?? 'Customer';
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The day as the user writes it and the hour that was said, else the words of the time. */
export function dueText({ due, due_on, due_hour }: NextStep): string | null {
  if (due_on === null) return due;
  const [year = 0, month = 1, day = 1] = due_on.split('-').map(Number);
  const date = new Date(year, month - 1, day).toLocaleDateString(undefined, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
  });
  return due_hour ? `${date}, ${due_hour}` : date;
}

/** The name of the view, with the score once there is one: "Review 8.8". */
export function reviewLabel(analysis: Analysis | undefined): string {
  const score = analysis?.status === 'ready' ? analysis.success_score : null;
  return score === null ? 'Review' : `Review ${score.toFixed(1)}`;
}

/** "Written by Claude (claude-sonnet-5-5), which read the call in 3 parts." */
export function authorText({ source, writing }: Review): string {
  if (source === 'local' || !writing) return 'Written by the embedded coach.';
  const read = writing.parts > 1 ? `, which read the call in ${writing.parts} parts` : '';
  const who = writing.label.replace(/^The /, 'the ');
  return `Words by ${who} (${writing.model})${read}. Score and figures are counted.`;
}

/** What a model wrote and the call does not prove. */
export function leftOutText({ label, refused, mail_refused, fault }: Writing): string | null {
  if (fault !== null) return null;
  const items = refused === 1 ? 'One item' : `${refused} items`;
  if (refused > 0 && mail_refused) {
    return `${items} and the mail of ${label} were left out: the call does not prove them.`;
  }
  if (mail_refused) {
    return `The mail is the embedded coach's: that of ${label} said what the call does not prove.`;
  }
  if (refused === 0) return null;
  return `${items} left out: the call does not prove ${refused === 1 ? 'it' : 'them'}.`;
}

export function costText(writing: Writing): string | null {
  const { requests, prompt_tokens, output_tokens, usd, estimated } = writing;
  if (requests === 0) return null;
  const tokens = (prompt_tokens + output_tokens).toLocaleString();
  const cost = usd === 0 ? 'at no cost' : usd < 0.01 ? 'under $0.01' : `about $${usd.toFixed(2)}`;
  return `${tokens} tokens, ${cost}${estimated && usd >= 0.01 ? ', estimated' : ''}.`;
}

/** How far a review is that is being made. */
export function progressText({ job, source }: Review): string {
  if (job.state !== 'refining') return 'The call is being reviewed again.';
  const { done, total } = job.progress ?? { done: 0, total: 1 };
  const parts = total - 1;
  const what =
    total <= 1
      ? 'reads the call'
      : done < parts
        ? `reads part ${done + 1} of ${parts}`
        : 'writes the review';
  const until =
    source === 'local' ? 'this is the embedded coach’s review' : 'the review before stands';
  return `The language model ${what}. Until then ${until}.`;
}

/** Why the last try to have a model write the review left the one before in its place. */
export function jobErrorText({ error }: Job): string | null {
  if (error === null) return null;
  if (!error.startsWith('model_')) return 'Reviewing it again failed. The review before stands.';
  return FAULTS[error] ?? 'The language model could not be asked. The review before stands.';
}

const FAULTS: Record<string, string> = {
  model_unauthorized: 'The key of the language model is not accepted. Check it in the settings.',
  model_forbidden: 'The key may not use the model that is chosen.',
  model_no_credit: 'The account of the language model has no credit left.',
  model_over_budget: 'The budget for language models is spent.',
  model_unreachable: 'The language model cannot be reached.',
  model_refused: 'The language model declined to answer.',
};
