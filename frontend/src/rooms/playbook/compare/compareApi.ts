import { request } from '@/wire/api';
import type { components } from '@/wire/types.gen';

type Schemas = components['schemas'];

export type Comparison = Schemas['ComparisonView'];
export type ComparedCall = Schemas['ComparedCallView'];
export type CallChange = Schemas['CallChangeView'];
export type ComparisonRequest = Schemas['ComparisonBody'];
export type CallSummary = Omit<Schemas['CallDetailView'], 'turns' | 'missing'>;

/** The server takes no more at once. */
export const MOST_CALLS = 20;

const LISTED_CALLS = 60;
const path = (id: string, comparison = ''): string =>
  `/api/v1/playbooks/${encodeURIComponent(id)}/compare${comparison && `/${comparison}`}`;

/** Begins a comparison, which goes on at the server. */
export function startComparison(id: string, body: ComparisonRequest): Promise<Comparison> {
  return request<Comparison>(path(id), { method: 'POST', body });
}

export function getComparison(
  id: string,
  comparison: string,
  signal?: AbortSignal,
): Promise<Comparison> {
  return request<Comparison>(path(id, comparison), { signal });
}

/** What it has found until then stays. */
export function stopComparison(id: string, comparison: string): Promise<Comparison> {
  return request<Comparison>(path(id, comparison), { method: 'DELETE' });
}

/** The latest calls in which something was said, newest first. */
export async function listSpokenCalls(signal?: AbortSignal): Promise<CallSummary[]> {
  const { calls } = await request<Schemas['CallsView']>('/api/v1/calls', {
    query: { limit: LISTED_CALLS },
    signal,
  });
  return calls.filter(({ status, turn_count }) => status !== 'live' && turn_count > 0);
}
