import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';

import { ApiError } from '@/wire/api';

import {
  getComparison,
  listSpokenCalls,
  startComparison,
  stopComparison,
  type Comparison,
  type ComparisonRequest,
} from './compareApi';

const LOOK_EVERY_MS = 700;

export const spokenCallsQuery = queryOptions({
  queryKey: ['calls', 'spoken'],
  queryFn: ({ signal }) => listSpokenCalls(signal),
});

export const isOver = ({ state }: Comparison): boolean =>
  state !== 'waiting' && state !== 'running';

/** One run of a comparison, looked at until it is over. Null without one, or once it is forgotten. */
export function useComparison(playbookId: string, run: string | undefined) {
  const client = useQueryClient();
  const key = (id: string) => ['playbook', playbookId, 'comparison', id];
  const query = useQuery({
    queryKey: key(run ?? ''),
    queryFn: ({ signal }) => getComparison(playbookId, run ?? '', signal),
    enabled: run !== undefined,
    staleTime: Infinity,
    retry: (count, error) => !(error instanceof ApiError && error.status === 404) && count < 3,
    refetchInterval: ({ state }) =>
      state.data !== undefined && isOver(state.data) ? false : LOOK_EVERY_MS,
  });
  const keep = (comparison: Comparison): void => {
    client.setQueryData(key(comparison.id), comparison);
  };
  const start = useMutation({
    mutationFn: (body: ComparisonRequest) => startComparison(playbookId, body),
    onSuccess: keep,
  });
  const stop = useMutation({
    mutationFn: (id: string) => stopComparison(playbookId, id),
    onSuccess: keep,
  });
  const gone = query.error instanceof ApiError && query.error.status === 404;
  return {
    comparison: gone ? null : (query.data ?? null),
    gone,
    lost: query.isError && !gone ? query.error : null,
    start,
    stop,
  };
}
