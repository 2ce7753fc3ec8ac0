import { request } from '@/wire/api';
import type { components } from '@/wire/types.gen';

export type Session = components['schemas']['SessionBody'];

const SESSION = '/api/v1/session';

export function logIn(token: string): Promise<Session> {
  return request<Session>(SESSION, { method: 'POST', body: { token } });
}
