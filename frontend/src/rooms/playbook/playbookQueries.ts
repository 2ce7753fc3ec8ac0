import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';

import {
  compareVersions,
  createPlaybook,
  deletePlaybook,
  duplicatePlaybook,
  finishFirstRun,
  getPlaybook,
  importPlaybook,
  listPlaybooks,
  listTemplates,
  listVersions,
  makeDefault,
  restoreVersion,
} from './playbookApi';

export const playbooksQuery = queryOptions({
  queryKey: ['playbooks'],
  queryFn: ({ signal }) => listPlaybooks(signal),
});

export const templatesQuery = queryOptions({
  queryKey: ['playbook-templates'],
  queryFn: ({ signal }) => listTemplates(signal),
  staleTime: Infinity,
});

/** Always asked anew: an editor must not begin from an old version. */
export const playbookQuery = (id: string) =>
  queryOptions({
    queryKey: ['playbook', id],
    queryFn: ({ signal }) => getPlaybook(id, signal),
    staleTime: 0,
  });

export const versionsQuery = (id: string) =>
  queryOptions({
    queryKey: ['playbook', id, 'versions'],
    queryFn: ({ signal }) => listVersions(id, signal),
    staleTime: 0,
  });

/** Versions never change, so a comparison does not either. */
export const changesQuery = (id: string, from: number, to: number) =>
  queryOptions({
    queryKey: ['playbook', id, 'changes', from, to],
    queryFn: ({ signal }) => compareVersions(id, from, to, signal),
    staleTime: Infinity,
  });

/** Everything that shows playbooks asks again: the lists, the toolkit of the next call, the offer. */
export function usePlaybooksChanged(): () => Promise<void> {
  const client = useQueryClient();
  return async () => {
    await Promise.all(
      [['playbooks'], ['toolkit'], ['first-run']].map((queryKey) =>
        client.invalidateQueries({ queryKey }),
      ),
    );
  };
}

/** A mutation after which everything that shows playbooks asks again. */
function useChange<V, T>(change: (variables: V) => Promise<T>) {
  const changed = usePlaybooksChanged();
  return useMutation({ mutationFn: change, onSuccess: changed });
}

export const useCreate = () => useChange(createPlaybook);
export const useImport = () => useChange(importPlaybook);
export const useDuplicate = () => useChange(duplicatePlaybook);
export const useMakeDefault = () => useChange(makeDefault);
export const useFirstRun = () => useChange(finishFirstRun);

export function useDelete() {
  const client = useQueryClient();
  const changed = usePlaybooksChanged();
  return useMutation({
    mutationFn: deletePlaybook,
    onSuccess: async (_, id) => {
      client.removeQueries({ queryKey: ['playbook', id], type: 'inactive' });
      await changed();
    },
  });
}

export function useRestore(id: string) {
  const client = useQueryClient();
  const changed = usePlaybooksChanged();
  return useMutation({
    mutationFn: (version: number) => restoreVersion(id, version),
    onSuccess: async (detail) => {
      client.setQueryData(playbookQuery(id).queryKey, detail);
      await client.invalidateQueries({ queryKey: versionsQuery(id).queryKey });
      await changed();
    },
  });
}
