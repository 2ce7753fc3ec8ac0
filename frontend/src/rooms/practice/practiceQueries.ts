import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';

import { answerDrill, deleteDrill, listDrills, openDrill, type SaidBy } from './practiceApi';

export const drillsQuery = queryOptions({
  queryKey: ['practice', 'drills'],
  queryFn: ({ signal }) => listDrills(signal),
});

export const drillQuery = (id: string) =>
  queryOptions({
    queryKey: ['practice', 'drill', id],
    queryFn: ({ signal }) => openDrill(id, signal),
  });

export function useAnswer(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ text, saidBy }: { text: string; saidBy: SaidBy }) =>
      answerDrill(id, text, saidBy),
    onSuccess: () => client.invalidateQueries({ queryKey: ['practice'] }),
  });
}

export function useDeleteDrill(onDone: () => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: deleteDrill,
    onSuccess: async () => {
      onDone();
      await client.invalidateQueries({ queryKey: ['practice', 'drills'] });
    },
  });
}
