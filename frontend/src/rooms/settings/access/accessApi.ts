import { queryOptions } from '@tanstack/react-query';

import { request } from '@/wire/api';
import type { components } from '@/wire/types.gen';

type Session = components['schemas']['SessionBody'];

const SESSION = '/api/v1/session';

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: ({ signal }) => request<Session>(SESSION, { signal }),
});

export function logOut(): Promise<undefined> {
  return request<undefined>(SESSION, { method: 'DELETE' });
}
