import { keepPreviousData, queryOptions } from '@tanstack/react-query';

import {
  getInsights,
  getOccurrences,
  getPlaybookNames,
  type Behind,
  type Insights,
  type Scope,
} from './insightsApi';

const WAITING_MS = 2_000;

/** As long as calls are still being counted, it is asked again. */
export const insightsQuery = (scope: Scope, today: string) =>
  queryOptions({
    queryKey: ['insights', scope, today],
    queryFn: ({ signal }) => getInsights(scope, today, signal),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }: { state: { data?: Insights | undefined } }) =>
      (state.data?.waiting ?? 0) > 0 ? WAITING_MS : false,
  });

export const occurrencesQuery = (scope: Scope, behind: Behind) =>
  queryOptions({
    queryKey: ['insights', 'behind', scope, behind],
    queryFn: ({ signal }) => getOccurrences(scope, behind, signal),
  });

export const playbookNamesQuery = queryOptions({
  queryKey: ['insights', 'playbook names'],
  queryFn: ({ signal }) => getPlaybookNames(signal),
});
