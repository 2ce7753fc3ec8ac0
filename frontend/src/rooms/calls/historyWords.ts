import { STAGE_NAMES, STAGES, objectionName } from '@/ui/words';

import type { Deletion, Outcome } from './historyApi';
import type { Filter, Sort, Span } from './historySearch';

export const OUTCOMES: readonly Outcome[] = [
  'won',
  'next_step_agreed',
  'interested',
  'undecided',
  'declined',
  'no_conversation',
];

export const OUTCOME_NAMES: Record<Outcome, string> = {
  won: 'Won',
  next_step_agreed: 'Next step agreed',
  interested: 'Interested',
  undecided: 'Undecided',
  declined: 'Declined',
  no_conversation: 'Not judged',
};

export const FILTER_NAMES: Record<Filter, string> = {
  outcome: 'Outcome',
  stage: 'Stage reached',
  objection: 'Objection',
  playbook: 'Playbook',
  tag: 'Tag',
};

export const SPAN_NAMES: Record<Span, string> = {
  today: 'Today',
  '7': 'Last 7 days',
  '30': 'Last 30 days',
  '90': 'Last 90 days',
};

export const SORT_NAMES: Record<Sort, string> = {
  newest: 'Newest first',
  oldest: 'Oldest first',
  longest: 'Longest first',
  customer: 'By customer',
  score: 'Best score first',
};

/** What a value of a filter is called. Playbooks go by their own names. */
export function choiceName(
  filter: Filter,
  value: string,
  playbooks: ReadonlyMap<string, string> | undefined,
): string {
  if (filter === 'outcome')
    return OUTCOME_NAMES[OUTCOMES.find((each) => each === value) ?? 'undecided'];
  if (filter === 'stage') return STAGE_NAMES[STAGES.find((stage) => stage === value) ?? 'opening'];
  if (filter === 'objection') return objectionName(value);
  if (filter === 'playbook') return playbooks?.get(value) ?? value;
  return value;
}

export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString()} ${count === 1 ? one : many}`;
}

function sizeText(bytes: number): string {
  if (bytes < 1_000_000) return `${Math.max(1, Math.round(bytes / 1000))} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** "2 calls were deleted, with 80 lines, 5 cards and 3.1 MB of sound." */
export function deletionText({ deleted }: Deletion): string {
  const sum = (of: 'turns' | 'cards' | 'audio_bytes') =>
    deleted.reduce((total, call) => total + call[of], 0);
  const sound = sum('audio_bytes');
  const parts = [
    counted(sum('turns'), 'line'),
    counted(sum('cards'), 'card'),
    sound > 0 ? `${sizeText(sound)} of sound` : 'no sound',
  ];
  const verb = deleted.length === 1 ? 'was' : 'were';
  return `${counted(deleted.length, 'call')} ${verb} deleted, with ${parts[0]}, ${parts[1]} and ${parts[2]}.`;
}
