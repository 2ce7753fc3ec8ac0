import {
  infiniteQueryOptions,
  queryOptions,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query';

import { deleteCall, getCall, getEvents, getTurns, listCalls } from './callsApi';

export const callsQuery = infiniteQueryOptions({
  queryKey: ['calls'],
  queryFn: ({ pageParam, signal }) => listCalls(pageParam, signal),
  initialPageParam: null as string | null,
  getNextPageParam: (page) => page.next_cursor,
});

export const callQuery = (id: string) =>
  queryOptions({ queryKey: ['call', id], queryFn: ({ signal }) => getCall(id, signal) });

export const turnsQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: ['call', id, 'turns'],
    queryFn: ({ pageParam, signal }) => getTurns(id, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.before,
  });

export const eventsQuery = (id: string) =>
  queryOptions({
    queryKey: ['call', id, 'events'],
    queryFn: ({ signal }) => getEvents(id, signal),
  });

/** Deletes a call and takes it out of what is shown. */
export function useDeleteCall(onDone?: () => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: deleteCall,
    onSuccess: async (_, id) => {
      // A page that shows the call is still there until it is left: it would ask for it again.
      client.removeQueries({ queryKey: ['call', id], type: 'inactive' });
      await client.invalidateQueries({ queryKey: ['calls'] });
      onDone?.();
    },
  });
}
