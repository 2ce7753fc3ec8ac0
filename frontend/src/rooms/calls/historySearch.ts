/** What the history is asked for, as it stands in the page's address. */

export const SORTS = ['newest', 'oldest', 'longest', 'customer', 'score'] as const;
export type Sort = (typeof SORTS)[number];

export const SPANS = ['today', '7', '30', '90'] as const;
export type Span = (typeof SPANS)[number];

export interface HistorySearch {
  q?: string;
  /** Calls of today or of the last days. */
  within?: Span;
  /** The first and the last day, as 2026-03-01. */
  from?: string;
  to?: string;
  outcome?: string;
  stage?: string;
  objection?: string;
  playbook?: string;
  tag?: string;
  sort?: Sort;
}

export type Filter = 'outcome' | 'stage' | 'objection' | 'playbook' | 'tag';

export const FILTERS: readonly Filter[] = ['outcome', 'stage', 'objection', 'playbook', 'tag'];

/** The server reads no more of it. */
export const MOST_CHARACTERS = 300;
/** A single letter would find every call. */
const FEWEST_CHARACTERS = 2;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const LONGEST_VALUE = 100;

function dayOf(value: unknown): string | undefined {
  return typeof value === 'string' && DAY.test(value) && !Number.isNaN(Date.parse(value))
    ? value
    : undefined;
}

function textOf(value: unknown, longest: number): string | undefined {
  // The router reads "2026" in an address as a number.
  const text = typeof value === 'number' ? String(value) : value;
  return typeof text === 'string' && text.trim() !== '' ? text.slice(0, longest) : undefined;
}

/** What of an address's parameters is understood; the rest is left out. */
export function historySearch(raw: Record<string, unknown>): HistorySearch {
  const read: HistorySearch = {
    q: textOf(raw['q'], MOST_CHARACTERS),
    within: SPANS.find((span) => span === String(raw['within'])),
    from: dayOf(raw['from']),
    to: dayOf(raw['to']),
    sort: SORTS.find((sort) => sort === raw['sort']),
  };
  for (const filter of FILTERS) read[filter] = textOf(raw[filter], LONGEST_VALUE);
  return Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined));
}

/** Whether calls are left out. */
export function isNarrowed(search: HistorySearch): boolean {
  return Object.keys(search).some((key) => key !== 'sort');
}

function midnight(day: Date, later: number): Date {
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() + later);
}

function localDay(day: string): Date {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(year, month - 1, date);
}

/** The server's parameters. Days begin and end where the user is. */
export function serverQuery(search: HistorySearch, now: Date): Record<string, string> {
  const { within, from, to, q } = search;
  const query: Record<string, string> = {};
  if (q !== undefined && q.trim().length >= FEWEST_CHARACTERS) query['q'] = q;
  for (const name of [...FILTERS, 'sort'] as const) {
    const value = search[name];
    if (value !== undefined) query[name] = value;
  }
  if (within !== undefined) {
    const days = within === 'today' ? 0 : Number(within) - 1;
    query['since'] = midnight(now, -days).toISOString();
  } else {
    if (from !== undefined) query['since'] = localDay(from).toISOString();
    if (to !== undefined) query['until'] = midnight(localDay(to), 1).toISOString();
  }
  return query;
}
