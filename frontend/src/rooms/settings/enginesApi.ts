import { request } from '@/wire/api';
import type { components } from '@/wire/types.gen';

type Schemas = components['schemas'];

export type EngineSettings = Schemas['EnginesView'];
export type EngineChange = Schemas['EngineChangeBody'];
export type KeyOwner = keyof EngineSettings['keys'];
export type KeyStanding = Schemas['KeyView'];
export type TextChoice = Schemas['TextView'];
export type NumberChoice = Schemas['NumberView'];
export type AtWork = Schemas['AtWorkView'];
export type Tried = Schemas['TriedView'];
export type Privacy = Schemas['PrivacyView'];
export type PrivacyChange = Schemas['PrivacyBody'];
export type Handling = Privacy['handling'][string];

const ENGINES = '/api/v1/settings/engines';
const PRIVACY = '/api/v1/settings/privacy';

export function getEngines(signal: AbortSignal): Promise<EngineSettings> {
  return request<EngineSettings>(ENGINES, { signal });
}

/** Changes what is named; null sets back to what it comes with. */
export function patchEngines(change: EngineChange): Promise<EngineSettings> {
  return request<EngineSettings>(ENGINES, { method: 'PATCH', body: change });
}

/** The key is stored sealed; it never comes back. */
export function putKey(engine: KeyOwner, key: string): Promise<EngineSettings> {
  return request<EngineSettings>(`${ENGINES}/${engine}/key`, { method: 'PUT', body: { key } });
}

export function deleteKey(engine: KeyOwner): Promise<EngineSettings> {
  return request<EngineSettings>(`${ENGINES}/${engine}/key`, { method: 'DELETE' });
}

/** One real request with what is set now. */
export function tryEngine(engine: KeyOwner): Promise<Tried> {
  return request<Tried>(`${ENGINES}/${engine}/try`, { method: 'POST' });
}

export function getPrivacy(signal: AbortSignal): Promise<Privacy> {
  return request<Privacy>(PRIVACY, { signal });
}

export function putPrivacy(change: PrivacyChange): Promise<Privacy> {
  return request<Privacy>(PRIVACY, { method: 'PUT', body: change });
}
