import { request } from '@/wire/api';
import type { components } from '@/wire/types.gen';

type Schemas = components['schemas'];

export type Import = Schemas['ImportView'];
export type Agreement = Schemas['ImportsView']['agreement'];
export type FoundSpeaker = Schemas['FoundSpeakerView'];
export type Wishes = Schemas['WishesBody'];
/** What the customer agreed to: never left out of what replaces an earlier answer. */
export type Agreed = Pick<Import, 'consent' | 'record_audio'>;
export type Told = Wishes & Agreed;
export type Role = FoundSpeaker['suggested'];

const ROOT = '/api/v1/imports';
const PIECE_TIMEOUT_MS = 180_000;

export function listImports(signal: AbortSignal): Promise<Schemas['ImportsView']> {
  return request(ROOT, { signal });
}

export function announce(file: File, wishes: Wishes, signal: AbortSignal): Promise<Import> {
  return request(ROOT, {
    method: 'POST',
    body: {
      ...wishes,
      name: file.name,
      size: file.size,
      modified_at: new Date(file.lastModified).toISOString(),
    },
    signal,
  });
}

export function getImport(id: string, signal?: AbortSignal): Promise<Import> {
  return request(`${ROOT}/${id}`, signal && { signal });
}

/** The bytes of a file from `offset` on. */
export function sendPiece(
  id: string,
  offset: number,
  piece: Blob,
  signal: AbortSignal,
): Promise<Import> {
  return request(`${ROOT}/${id}/content`, {
    method: 'PATCH',
    bytes: piece,
    headers: { 'upload-offset': String(offset) },
    timeoutMs: PIECE_TIMEOUT_MS,
    signal,
  });
}

/** What is said of an import so far, to be told again with something new. */
export function told(job: Import): Told {
  const { customer, company, playbook_id, tags, began_at, roles, consent, record_audio } = job;
  return { customer, company, playbook_id, tags, began_at, roles, consent, record_audio };
}

export function tellImport(id: string, wishes: Told): Promise<Import> {
  return request(`${ROOT}/${id}`, { method: 'PUT', body: wishes });
}

export function cancelImport(id: string): Promise<Import> {
  return request(`${ROOT}/${id}/cancel`, { method: 'POST' });
}

export function retryImport(id: string): Promise<Import> {
  return request(`${ROOT}/${id}/retry`, { method: 'POST' });
}

export function forgetImport(id: string): Promise<void> {
  return request(`${ROOT}/${id}`, { method: 'DELETE' });
}
