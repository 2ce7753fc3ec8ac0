import { queryOptions } from '@tanstack/react-query';

import { request } from './api';
import type { components } from './types.gen';

export type Retention = components['schemas']['RetentionView'];

export const RETENTION = '/api/v1/settings/retention';

/** How long calls and their sound are kept. */
export const retentionQuery = queryOptions({
  queryKey: ['settings', 'retention'],
  queryFn: ({ signal }) => request<Retention>(RETENTION, { signal }),
  staleTime: 0,
});
