import { httpUrl } from '@/wire/backend';
import { request } from '@/wire/api';
import type { components } from '@/wire/types.gen';

type Schemas = components['schemas'];
export type Insights = Schemas['InsightsView'];
export type Week = Schemas['WeekView'];
export type Compared = Schemas['ComparedView'];
export type StageRow = Schemas['StageView'];
export type MetObjection = Schemas['MetObjectionView'];
export type Reply = Schemas['ReplyView'];
export type LedgerLine = Schemas['LedgerLineView'];
export type ToldMoment = Schemas['ToldMomentView'];
export type Occurrence = Schemas['OccurrenceView'];
export type Share = Schemas['ShareView'];
export type Standing = LedgerLine['standing'];
export type Part = 'weeks' | 'stages' | 'objections' | 'lines' | 'moments';

/** The server's parameters: days and a playbook. */
export type Scope = Record<string, string>;

const ROOT = '/api/v1/insights';

export const getInsights = (scope: Scope, today: string, signal: AbortSignal): Promise<Insights> =>
  request<Insights>(ROOT, { query: { ...scope, today }, signal });

/** What stands behind a figure: a script of a playbook, or an objection and one reply to it. */
export type Behind =
  | { kind: 'line'; playbookId: string; scriptId: string; title: string }
  | { kind: 'objection'; type: string; scriptId: string | null; title: string };

export async function getOccurrences(
  scope: Scope,
  behind: Behind,
  signal: AbortSignal,
): Promise<readonly Occurrence[]> {
  const query =
    behind.kind === 'line'
      ? { ...scope, playbook_id: behind.playbookId, script_id: behind.scriptId }
      : { ...scope, type: behind.type, script_id: behind.scriptId };
  const found = await request<Schemas['OccurrencesView']>(`${ROOT}/${behind.kind}`, {
    query,
    signal,
  });
  return found.occurrences;
}

export const getPlaybookNames = async (
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string>> => {
  const { playbooks } = await request<Schemas['PlaybooksView']>('/api/v1/playbooks', { signal });
  return new Map(playbooks.map(({ id, name }) => [id, name]));
};

/** Where a part of the page is had as CSV. */
export function exportUrl(scope: Scope, part: Part): string {
  const url = new URL(httpUrl(`${ROOT}/export`));
  for (const [name, value] of Object.entries({ ...scope, part })) url.searchParams.set(name, value);
  return url.href;
}
