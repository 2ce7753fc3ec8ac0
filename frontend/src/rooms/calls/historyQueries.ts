import {
  infiniteQueryOptions,
  keepPreviousData,
  queryOptions,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query';

import {
  deleteCalls,
  findCalls,
  getFilters,
  getPlaybookNames,
  setOutcome,
  tagCalls,
  type Deletion,
  type Outcome,
} from './historyApi';
import { serverQuery, type HistorySearch } from './historySearch';

/** What was found before stays in sight while the next letters are looked for. */
export const historyQuery = (search: HistorySearch) =>
  infiniteQueryOptions({
    queryKey: ['calls', search],
    queryFn: ({ pageParam, signal }) =>
      findCalls(serverQuery(search, new Date()), pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: keepPreviousData,
  });

export const filtersQuery = queryOptions({
  queryKey: ['calls', 'filters'],
  queryFn: ({ signal }) => getFilters(signal),
});

export const playbookNamesQuery = queryOptions({
  queryKey: ['calls', 'playbook names'],
  queryFn: ({ signal }) => getPlaybookNames(signal),
});

export interface Tagging {
  ids: readonly string[];
  add?: string[];
  remove?: string[];
}

/** A list that was asked for before a change may not hold it yet: it is left, and asked again. */
function useReadAgain(): () => Promise<void> {
  const client = useQueryClient();
  return async () => {
    await client.cancelQueries({ queryKey: ['calls'] });
    await client.invalidateQueries({ queryKey: ['calls'] });
  };
}

export function useTagCalls() {
  const readAgain = useReadAgain();
  return useMutation({
    mutationFn: ({ ids, add = [], remove = [] }: Tagging) => tagCalls(ids, add, remove),
    onSuccess: readAgain,
  });
}

export function useSetOutcome() {
  const readAgain = useReadAgain();
  return useMutation({
    mutationFn: ({ ids, outcome }: { ids: readonly string[]; outcome: Outcome | null }) =>
      setOutcome(ids, outcome),
    onSuccess: readAgain,
  });
}

export function useDeleteCalls(onDone: (deletion: Deletion) => void) {
  const client = useQueryClient();
  const readAgain = useReadAgain();
  return useMutation({
    mutationFn: deleteCalls,
    onSuccess: async (deletion) => {
      for (const { id } of deletion.deleted) client.removeQueries({ queryKey: ['call', id] });
      await readAgain();
      onDone(deletion);
    },
  });
}
