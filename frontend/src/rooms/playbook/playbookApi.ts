import { request } from '@/wire/api';
import { httpUrl } from '@/wire/backend';
import type { components } from '@/wire/types.gen';

type Schemas = components['schemas'];

export type PlaybookItem = Schemas['PlaybookItem'];
export type PlaybookDetail = Schemas['PlaybookDetail'];
export type PlaybookContent = Schemas['PlaybookFile'];
export type Template = Schemas['TemplateView'];
export type Examples = Schemas['ExamplesView'];
export type VersionItem = Schemas['VersionItem'];
export type Change = Schemas['ChangeView'];
export type FirstRunAnswers = Schemas['FirstRunBody'];
export type TryTurn = Schemas['TryTurn'];
export type Trial = Schemas['TryView'];
export type TrialSignal = Schemas['TrySignal'];

const ROOT = '/api/v1/playbooks';
const path = (id: string): string => `${ROOT}/${encodeURIComponent(id)}`;

export async function listPlaybooks(signal?: AbortSignal): Promise<PlaybookItem[]> {
  const { playbooks } = await request<Schemas['PlaybooksView']>(ROOT, { signal });
  return playbooks;
}

export function getPlaybook(id: string, signal?: AbortSignal): Promise<PlaybookDetail> {
  return request<PlaybookDetail>(path(id), { signal });
}

export async function listTemplates(signal?: AbortSignal): Promise<Template[]> {
  const { templates } = await request<Schemas['TemplatesView']>(`${ROOT}/templates`, { signal });
  return templates;
}

export function createPlaybook(body: Schemas['NewPlaybook']): Promise<PlaybookDetail> {
  return request<PlaybookDetail>(ROOT, { method: 'POST', body });
}

/** `base` is the version the content was edited from; refused when it is not the latest any more. */
export function savePlaybook(
  id: string,
  base: number,
  playbook: PlaybookContent,
  note: string | null,
): Promise<PlaybookDetail> {
  const body = { base_version: base, playbook, note };
  return request<PlaybookDetail>(path(id), { method: 'PUT', body });
}

export function deletePlaybook(id: string): Promise<void> {
  return request(path(id), { method: 'DELETE' });
}

export function makeDefault(id: string): Promise<PlaybookItem> {
  return request<PlaybookItem>(`${path(id)}/default`, { method: 'POST' });
}

export function duplicatePlaybook(id: string): Promise<PlaybookDetail> {
  return request<PlaybookDetail>(`${path(id)}/duplicate`, { method: 'POST', body: {} });
}

export function importPlaybook(yaml: string): Promise<PlaybookDetail> {
  return request<PlaybookDetail>(`${ROOT}/import`, { method: 'POST', body: { yaml } });
}

export async function listVersions(id: string, signal?: AbortSignal): Promise<VersionItem[]> {
  const { versions } = await request<Schemas['VersionsView']>(`${path(id)}/versions`, { signal });
  return versions;
}

/** What changed from one version to another. */
export async function compareVersions(
  id: string,
  from: number,
  to: number,
  signal?: AbortSignal,
): Promise<Change[]> {
  const { changes } = await request<Schemas['DiffView']>(`${path(id)}/diff`, {
    query: { from_version: from, to_version: to },
    signal,
  });
  return changes;
}

/** An earlier version's content as the newest version. */
export function restoreVersion(id: string, version: number): Promise<PlaybookDetail> {
  return request<PlaybookDetail>(`${path(id)}/restore`, { method: 'POST', body: { version } });
}

/** Where the playbook can be downloaded as a YAML file. */
export function exportUrl(id: string): string {
  return httpUrl(`${path(id)}/yaml`);
}

/** What a call would make of a customer's words; `playbook` is a draft, without it the saved one. */
export function tryPlaybook(
  id: string,
  text: string,
  context: readonly TryTurn[],
  playbook: PlaybookContent | null,
  signal?: AbortSignal,
): Promise<Trial> {
  const body = { text, context, ...(playbook !== null && { playbook }) };
  return request<Trial>(`${path(id)}/try`, { method: 'POST', body, signal });
}

export function finishFirstRun(body: FirstRunAnswers): Promise<PlaybookDetail> {
  return request<PlaybookDetail>(`${ROOT}/first-run`, { method: 'POST', body });
}
