import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';

import {
  cancelImport,
  forgetImport,
  listImports,
  retryImport,
  tellImport,
  type Import,
  type Told,
} from './importsApi';

const WATCH_MS = 1_500;
const OVER: ReadonlySet<Import['state']> = new Set(['done', 'duplicate', 'failed', 'cancelled']);
const STANDS: ReadonlySet<Import['state']> = new Set([...OVER, 'asking', 'uploading']);

export function isOver({ state }: Pick<Import, 'state'>): boolean {
  return OVER.has(state);
}

/** Looked at again and again while the server is at work. */
export const importsQuery = queryOptions({
  queryKey: ['imports'],
  queryFn: ({ signal }) => listImports(signal),
  refetchInterval: ({ state }) =>
    state.data?.imports.some((each) => !STANDS.has(each.state)) ? WATCH_MS : false,
});

function useImportAction<T>(act: (given: T) => Promise<unknown>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: act,
    onSettled: () => client.invalidateQueries({ queryKey: ['imports'] }),
  });
}

export const useCancelImport = () => useImportAction(cancelImport);
export const useRetryImport = () => useImportAction(retryImport);
export const useForgetImport = () => useImportAction(forgetImport);
export const useTellImport = () =>
  useImportAction(({ id, wishes }: { id: string; wishes: Told }) => tellImport(id, wishes));
