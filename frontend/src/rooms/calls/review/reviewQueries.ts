import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';

import { analyze, getAnalysis, getRubric, putRubric, type Analysis } from './reviewApi';

const LOOK_EVERY_MS = 700;

/** Whether a review is still being made, the first or another one. */
export function isBeingMade(analysis: Analysis | undefined): boolean {
  const state = analysis?.job.state;
  return state === 'pending' || state === 'running' || state === 'refining';
}

export const analysisQuery = (id: string) =>
  queryOptions({
    queryKey: ['call', id, 'analysis'],
    queryFn: ({ signal }) => getAnalysis(id, signal),
    refetchInterval: ({ state }) => (isBeingMade(state.data) ? LOOK_EVERY_MS : false),
  });

export const rubricQuery = queryOptions({
  queryKey: ['rubric'],
  queryFn: ({ signal }) => getRubric(signal),
});

/** Asks for a review, again when there is one. */
export function useAnalyze(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => analyze(id),
    onSuccess: () => client.invalidateQueries({ queryKey: ['call', id, 'analysis'] }),
  });
}

/** Saves the weights; every score that is shown is made anew. */
export function usePutRubric() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: putRubric,
    onSuccess: async (rubric) => {
      client.setQueryData(rubricQuery.queryKey, rubric);
      await client.invalidateQueries({ queryKey: ['call'] });
      await client.invalidateQueries({ queryKey: ['calls'] });
    },
  });
}
