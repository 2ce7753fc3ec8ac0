/** Which calls the insights are of, as it stands in the page's address. */

export const SPANS = ['30', '90', '365', 'all'] as const;
export type Span = (typeof SPANS)[number];

export const SPAN_NAMES: Record<Span, string> = {
  '30': 'Last 30 days',
  '90': 'Last 90 days',
  '365': 'Last 12 months',
  all: 'All time',
};

export interface InsightsSearch {
  /** 90 days when left out. */
  within?: Span;
  /** The first and the last day, as 2026-03-01. */
  from?: string;
  to?: string;
  playbook?: string;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const LONGEST = 100;

function dayOf(value: unknown): string | undefined {
  return typeof value === 'string' && DAY.test(value) && !Number.isNaN(Date.parse(value))
    ? value
    : undefined;
}

/** What of an address's parameters is understood; the rest is left out. */
export function insightsSearch(raw: Record<string, unknown>): InsightsSearch {
  const playbook = raw['playbook'];
  const read: InsightsSearch = {
    within: SPANS.find((span) => span === String(raw['within'])),
    from: dayOf(raw['from']),
    to: dayOf(raw['to']),
    playbook:
      typeof playbook === 'string' && playbook !== '' ? playbook.slice(0, LONGEST) : undefined,
  };
  return Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined));
}

/** "2026-03-01", where the user is. */
export function isoDay(date: Date): string {
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

export interface Days {
  from?: string;
  to?: string;
}

/** The first and the last day that count. */
export function daysOf(search: InsightsSearch, now: Date): Days {
  const { within, from, to } = search;
  if (from !== undefined || to !== undefined) {
    return { ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
  }
  if (within === 'all') return {};
  const days = Number(within ?? '90') - 1;
  return { from: isoDay(new Date(now.getFullYear(), now.getMonth(), now.getDate() - days)) };
}

/** The server's parameters. */
export function serverScope(search: InsightsSearch, now: Date): Record<string, string> {
  const { from, to } = daysOf(search, now);
  return {
    ...(from !== undefined && { since: from }),
    ...(to !== undefined && { until: to }),
    ...(search.playbook !== undefined && { playbook: search.playbook }),
  };
}

/** The history of the same calls, narrowed down further. */
export function historyOf(
  search: InsightsSearch,
  now: Date,
  more: Record<string, string> = {},
): Record<string, string> {
  return {
    ...daysOf(search, now),
    ...(search.playbook !== undefined && { playbook: search.playbook }),
    ...more,
  };
}
