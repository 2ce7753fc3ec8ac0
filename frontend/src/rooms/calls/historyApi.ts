import { request } from '@/wire/api';
import type { components } from '@/wire/types.gen';

type Schemas = components['schemas'];

export type FoundCall = Schemas['FoundCallView'];
export type Hit = Schemas['HitView'];
export type Deletion = Schemas['DeletionView'];
export type FilterChoices = Schemas['FilterChoicesView'];
export type Outcome = NonNullable<FoundCall['outcome']>;

/** The most calls that are changed in one request. */
const MOST_AT_ONCE = 200;

export function findCalls(
  query: Record<string, string>,
  cursor: string | null,
  signal: AbortSignal,
): Promise<Schemas['CallsView']> {
  return request('/api/v1/calls', { query: { ...query, limit: 25, cursor }, signal });
}

export function getFilters(signal: AbortSignal): Promise<FilterChoices> {
  return request('/api/v1/calls/filters', { signal });
}

/** The names of playbooks by their ids. */
export async function getPlaybookNames(signal: AbortSignal): Promise<ReadonlyMap<string, string>> {
  const { playbooks } = await request<Schemas['PlaybooksView']>('/api/v1/playbooks', { signal });
  return new Map(playbooks.map(({ id, name }) => [id, name]));
}

async function inTurns<T>(
  ids: readonly string[],
  ask: (some: readonly string[]) => Promise<T>,
): Promise<T[]> {
  const answers: T[] = [];
  for (let from = 0; from < ids.length; from += MOST_AT_ONCE) {
    answers.push(await ask(ids.slice(from, from + MOST_AT_ONCE)));
  }
  return answers;
}

const bulk = <T>(what: string, body: object): Promise<T> =>
  request<T>(`/api/v1/calls/bulk/${what}`, { method: 'POST', body });

export async function tagCalls(
  ids: readonly string[],
  add: string[],
  remove: string[],
): Promise<void> {
  await inTurns(ids, (some) => bulk('tags', { call_ids: some, add, remove }));
}

export async function setOutcome(ids: readonly string[], outcome: Outcome | null): Promise<void> {
  await inTurns(ids, (some) => bulk('outcome', { call_ids: some, outcome }));
}

/** Everything of the calls; what was there is told. */
export async function deleteCalls(ids: readonly string[]): Promise<Deletion> {
  const answers = await inTurns(ids, (some) => bulk<Deletion>('delete', { call_ids: some }));
  return {
    deleted: answers.flatMap(({ deleted }) => deleted),
    kept: answers.flatMap(({ kept }) => kept),
  };
}
