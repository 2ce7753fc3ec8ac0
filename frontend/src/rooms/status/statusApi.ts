import { queryOptions } from '@tanstack/react-query';

import { request } from '@/wire/api';
import type { components } from '@/wire/types.gen';

export type ServerStatus = components['schemas']['StatusBody'];

const LOOK_EVERY_MS = 10_000;

export const statusQuery = queryOptions({
  queryKey: ['status'],
  queryFn: ({ signal }) => request<ServerStatus>('/api/v1/status', { signal }),
  staleTime: 0,
  refetchInterval: LOOK_EVERY_MS,
});
