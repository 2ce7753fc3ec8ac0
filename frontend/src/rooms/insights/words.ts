import { HANDLING_NAMES } from '@/ui/words';

import type { Compared, LedgerLine, Occurrence, Share, StageRow, Standing } from './insightsApi';

export type Outcome = keyof StageRow['outcomes'];
export type Reaction = keyof LedgerLine['reactions'];

export const OUTCOMES = ['won', 'next_step_agreed', 'interested', 'undecided', 'declined'] as const;

export const OUTCOME_NAMES: Record<string, string> = {
  won: 'Won',
  next_step_agreed: 'Next step agreed',
  interested: 'Interested',
  undecided: 'Undecided',
  declined: 'Declined',
};

export const REACTIONS = ['stepped', 'asked', 'went_on', 'objected', 'ended'] as const;

export const REACTION_NAMES: Record<string, string> = {
  stepped: 'took a step',
  asked: 'asked something',
  went_on: 'talked on',
  objected: 'objected',
  ended: 'said no more',
};

export const FIGURE_NAMES: Record<Compared['figure'], string> = {
  score: 'Score',
  talk_ratio: 'You talked',
  questions: 'Questions a call',
  objections: 'Objections a call',
  longest_monologue_ms: 'Longest monologue',
};

export function figureText(figure: Compared['figure'], value: number): string {
  if (figure === 'talk_ratio') return `${Math.round(value)}%`;
  if (figure === 'longest_monologue_ms') return `${Math.round(value / 1000)} s`;
  return value.toFixed(1);
}

/** Whether a difference that is none of chance is welcome; null where it is neither. */
export function isGood({ figure, week, before }: Compared): boolean | null {
  if (week === null || before === null || figure === 'objections') return null;
  const more = week.mean > before.mean;
  if (figure === 'talk_ratio' || figure === 'longest_monologue_ms') return !more;
  return more;
}

export function comparedText(compared: Compared): string {
  const { week, before, low, differs } = compared;
  if (week === null || before === null || low === null) return 'Too few calls to tell';
  if (!differs) return 'Within the usual';
  return week.mean > before.mean ? 'More than usual' : 'Less than usual';
}

export const STANDINGS: Record<Standing, string> = {
  better: 'Does better',
  worse: 'Does worse',
  alike: 'No difference to tell',
  too_few: 'Too few to tell',
  alone: 'Nothing to compare it with',
};

export function percent(share: number): string {
  return `${Math.round(share * 100)}%`;
}

/** Of fewer calls or times, a percentage would promise more than they tell. */
const LEAST_FOR_PERCENT = 5;

export function isFew(of: number): boolean {
  return of < LEAST_FOR_PERCENT;
}

/** How the calls ended, after their number: "12 calls, of which 5 ended with ...". */
export function endedText(calls: number, good: number): string {
  if (calls === 1) return `, which ended with${good === 1 ? '' : 'out'} a next step or a sale.`;
  return `, of which ${good === 0 ? 'none' : good} ended with a next step or a sale.`;
}

/** "12 calls, 42% well"; of few calls, how many. */
export function wellText(calls: number, good: number): string {
  const all = counted(calls, 'call');
  if (!isFew(calls)) return `${all}, ${percent(good / calls)} well`;
  if (calls === 1) return good === 1 ? '1 call, ended well' : '1 call';
  return `${all}, ${good === 0 ? 'none' : good} well`;
}

/** "31%, between 18% and 47%": what was counted, and how surely. */
export function shareText({ count, of, low, high }: Share): string {
  if (of === 0) return 'Never said';
  if (isFew(of)) return `${count} of ${of}; too few to tell a share`;
  return `${percent(count / of)}; with more calls most likely between ${percent(low)} and ${percent(high)}`;
}

export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString()} ${count === 1 ? one : many}`;
}

export function dayText(day: string, withYear = false): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(year, month - 1, date).toLocaleDateString(undefined, {
    day: 'numeric',
    month: 'short',
    ...(withYear && { year: 'numeric' }),
  });
}

export function verdictText(verdict: Occurrence['verdict']): string {
  if (verdict === null) return 'shown, not said';
  const handled: Record<string, string> = HANDLING_NAMES;
  return REACTION_NAMES[verdict] ?? handled[verdict] ?? verdict;
}
