import { queryOptions } from '@tanstack/react-query';

import { request } from '@/wire/api';
import type { components } from '@/wire/types.gen';

type Schemas = components['schemas'];

export type Retention = Schemas['RetentionView'];
export type RetentionChange = Schemas['RetentionBody'];

const RETENTION = '/api/v1/settings/retention';

export const retentionQuery = queryOptions({
  queryKey: ['settings', 'retention'],
  queryFn: ({ signal }) => request<Retention>(RETENTION, { signal }),
  staleTime: 0,
});

export function putRetention(change: RetentionChange): Promise<Retention> {
  return request<Retention>(RETENTION, { method: 'PUT', body: change });
}
