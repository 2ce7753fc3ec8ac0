import { request } from '@/wire/api';
import type { components } from '@/wire/types.gen';

type Schemas = components['schemas'];

export type CoachingSettings = Schemas['CoachingView'];
export type CoachingChange = Schemas['CoachingBody'];
export type CueRule = Schemas['CueBody'];
export type CueSpec = Schemas['CueSpecView'];
export type MutedCard = Schemas['MutedCardView'];

const COACHING = '/api/v1/settings/coaching';

export function getCoaching(signal: AbortSignal): Promise<CoachingSettings> {
  return request<CoachingSettings>(COACHING, { signal });
}

/** Replaces what is chosen; used from the next call on. */
export function putCoaching(change: CoachingChange): Promise<CoachingSettings> {
  return request<CoachingSettings>(COACHING, { method: 'PUT', body: change });
}
