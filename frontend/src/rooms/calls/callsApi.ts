import { request } from '@/wire/api';
import type { CallEvent } from '@/wire/messages';
import type { components } from '@/wire/types.gen';

type Schemas = components['schemas'];

export type CallSummary = Omit<Schemas['CallDetailView'], 'turns' | 'missing'>;
export type Turn = Schemas['TurnView'];
export type DeletedCall = Schemas['DeletedCallView'];
type TurnsPage = Schemas['TurnsView'];
type EventsPage = Schemas['EventsView'];

const path = (id: string): string => `/api/v1/calls/${encodeURIComponent(id)}`;

export function getCall(id: string, signal: AbortSignal): Promise<CallSummary> {
  return request<CallSummary>(path(id), { signal });
}

/** The last thousand turns before `before`; without it, the last of the call. */
export function getTurns(
  id: string,
  before: string | null,
  signal: AbortSignal,
): Promise<TurnsPage> {
  return request<TurnsPage>(`${path(id)}/turns`, { query: { limit: 1000, before }, signal });
}

/** The whole log of a call, page by page. */
export async function getEvents(id: string, signal: AbortSignal): Promise<CallEvent[]> {
  const events: CallEvent[] = [];
  let after: number | null = 0;
  while (after !== null) {
    const page: EventsPage = await request<EventsPage>(`${path(id)}/events`, {
      query: { limit: 1000, after_seq: after },
      signal,
    });
    events.push(...page.events);
    after = page.next_after_seq;
  }
  return events;
}

export async function getObjectives(
  playbookId: string,
  version: number | null,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
  const query = { playbook_id: playbookId, version };
  const toolkit = await request<Schemas['Toolkit']>('/api/v1/toolkit', { query, signal });
  return new Map(toolkit.objectives.map(({ id, text }) => [id, text]));
}

/** Rejects while a page serves the call. */
export function endCall(id: string): Promise<void> {
  return request(`${path(id)}/end`, { method: 'POST' });
}

/** Says what was there. */
export function deleteCall(id: string): Promise<DeletedCall> {
  return request<DeletedCall>(path(id), { method: 'DELETE' });
}
