import { request } from '@/wire/api';
import type { components } from '@/wire/types.gen';

type Schemas = components['schemas'];

export type Review = Schemas['ReadyAnalysisView'];
export type Analysis = Review | Schemas['WaitingAnalysisView'];
export type Writing = NonNullable<Review['writing']>;
export type Job = Review['job'];
export type Moment = Schemas['MomentView'];
export type Figure = Schemas['FigureView'];
export type Part = Schemas['PartView'];
export type Missed = Schemas['MissedView'];
export type HandledObjection = Schemas['HandledObjectionView'];
export type NextStep = Schemas['NextStepView'];
export type Rubric = Schemas['RubricView'];
export type Weights = Record<Part['key'], number>;

const path = (id: string): string => `/api/v1/calls/${encodeURIComponent(id)}`;

export function getAnalysis(id: string, signal: AbortSignal): Promise<Analysis> {
  return request<Analysis>(`${path(id)}/analysis`, { signal });
}

export function analyze(id: string): Promise<unknown> {
  return request(`${path(id)}/analyze`, { method: 'POST' });
}

export function getRubric(signal: AbortSignal): Promise<Rubric> {
  return request<Rubric>('/api/v1/review/rubric', { signal });
}

export function putRubric(weights: Weights): Promise<Rubric> {
  return request<Rubric>('/api/v1/review/rubric', { method: 'PUT', body: { weights } });
}
