import { httpUrl } from '@/wire/backend';
import { request } from '@/wire/api';
import type { components } from '@/wire/types.gen';

type Schemas = components['schemas'];
export type Drill = Schemas['DrillView'];
export type ListedDrill = Schemas['ListedDrillView'];
export type OpenedDrill = Schemas['OpenedDrillView'];
export type Attempt = Schemas['AttemptView'];
export type Comparison = Attempt['comparison'];
export type Answered = Schemas['AnsweredView'];
export type SaidBy = Attempt['said_by'];

const ROOT = '/api/v1/practice';
/** The embedded engine may have to be loaded first. */
const HEARING_MS = 70_000;

export async function listDrills(signal: AbortSignal): Promise<readonly ListedDrill[]> {
  const { drills } = await request<Schemas['DrillsView']>(`${ROOT}/drills`, { signal });
  return drills;
}

export const startDrill = (callId: string, turnId: string): Promise<Drill> =>
  request<Drill>(`${ROOT}/drills`, { method: 'POST', body: { call_id: callId, turn_id: turnId } });

const path = (id: string): string => `${ROOT}/drills/${encodeURIComponent(id)}`;

export const openDrill = (id: string, signal: AbortSignal): Promise<OpenedDrill> =>
  request<OpenedDrill>(path(id), { signal });

export const answerDrill = (id: string, text: string, saidBy: SaidBy): Promise<Answered> =>
  request<Answered>(`${path(id)}/answers`, { method: 'POST', body: { text, said_by: saidBy } });

export const deleteDrill = (id: string): Promise<void> => request(path(id), { method: 'DELETE' });

/** The words of an answer; empty when none was heard. */
export async function hearAnswer(pcm: ArrayBuffer): Promise<string> {
  const { text } = await request<Schemas['HeardAnswerView']>(`${ROOT}/hear`, {
    method: 'POST',
    bytes: new Blob([pcm]),
    timeoutMs: HEARING_MS,
  });
  return text;
}

/** The recorded sound of a call, if any was kept. */
export const audioUrl = (callId: string): string =>
  httpUrl(`/api/v1/calls/${encodeURIComponent(callId)}/audio`);
