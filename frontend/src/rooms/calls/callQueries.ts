import {
  infiniteQueryOptions,
  queryOptions,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query';

import {
  deleteCall,
  endCall,
  getCall,
  getEvents,
  getObjectives,
  getTurns,
  type DeletedCall,
} from './callsApi';

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

/** What the objectives of the call's playbook say, by id. */
export const objectivesQuery = (playbookId: string, version: number | null) =>
  queryOptions({
    queryKey: ['objectives', playbookId, version],
    queryFn: ({ signal }) => getObjectives(playbookId, version, signal),
    staleTime: Infinity,
  });

/** Ends a call that was left; what is shown of it is read again. */
export function useEndCall() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: endCall,
    onSuccess: (_, id) =>
      Promise.all([
        client.invalidateQueries({ queryKey: ['call', id] }),
        client.invalidateQueries({ queryKey: ['calls'] }),
      ]),
  });
}

/** Deletes a call and takes it out of what is shown. */
export function useDeleteCall(onDone: (deleted: DeletedCall) => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: deleteCall,
    onSuccess: async (deleted, id) => {
      // A page that shows the call is still there until it is left: it would ask for it again.
      client.removeQueries({ queryKey: ['call', id], type: 'inactive' });
      await client.cancelQueries({ queryKey: ['calls'] });
      await client.invalidateQueries({ queryKey: ['calls'] });
      onDone(deleted);
    },
  });
}
