import { request } from '@/wire/api';
import type { components } from '@/wire/types.gen';

import type { Turn } from '../callsApi';

/** What a line is to be; a field that is left out stays, null is what was heard. */
export type Change = components['schemas']['CorrectTurn'];

/** With whom a call was. */
export type Customer = components['schemas']['CallCustomer'];

const path = (callId: string): string => `/api/v1/calls/${encodeURIComponent(callId)}`;

export function correctTurn(callId: string, turnId: string, change: Change): Promise<Turn> {
  const address = `${path(callId)}/turns/${encodeURIComponent(turnId)}`;
  return request<Turn>(address, { method: 'PATCH', body: change });
}

export function dateCall(callId: string, startedAt: string): Promise<void> {
  return request(`${path(callId)}/started-at`, { method: 'PUT', body: { started_at: startedAt } });
}

/** Null: with nobody that is known. */
export function nameCustomer(callId: string, customer: Customer | null): Promise<void> {
  return request(`${path(callId)}/customer`, { method: 'PUT', body: { customer } });
}

export function swapSpeakers(callId: string): Promise<void> {
  return request(`${path(callId)}/swap-speakers`, { method: 'POST' });
}
