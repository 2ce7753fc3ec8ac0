import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';

import {
  deleteKey,
  getEngines,
  patchEngines,
  putKey,
  type EngineChange,
  type EngineSettings,
  type KeyOwner,
} from './enginesApi';

export const enginesQuery = queryOptions({
  queryKey: ['settings', 'engines'],
  queryFn: ({ signal }) => getEngines(signal),
  staleTime: 0,
});

export interface EnginesInUse {
  settings: EngineSettings | undefined;
  /** Why they could not be loaded. */
  unreadable: Error | null;
  retry: () => void;
  /** Rejects with what the server says against it; nothing is changed then. */
  change: (change: EngineChange) => Promise<unknown>;
  storeKey: (engine: KeyOwner, key: string) => Promise<unknown>;
  removeKey: (engine: KeyOwner) => Promise<unknown>;
}

type Work =
  | { kind: 'change'; change: EngineChange }
  | { kind: 'key'; engine: KeyOwner; key: string }
  | { kind: 'remove'; engine: KeyOwner };

function done(work: Work): Promise<EngineSettings> {
  switch (work.kind) {
    case 'change':
      return patchEngines(work.change);
    case 'key':
      return putKey(work.engine, work.key);
    case 'remove':
      return deleteKey(work.engine);
  }
}

/** Engines, keys and limits: each change is saved at once, one after the other. */
export function useEngines(): EnginesInUse {
  const client = useQueryClient();
  const query = useQuery(enginesQuery);
  const { mutateAsync } = useMutation({
    mutationFn: done,
    scope: { id: 'engines' },
    gcTime: 0,
    onSuccess: (settings) => {
      client.setQueryData(enginesQuery.queryKey, settings);
      // The view before a call says where sound and words go.
      void client.invalidateQueries({ queryKey: ['feature-flags'] });
    },
  });
  return {
    settings: query.data,
    unreadable: query.data === undefined ? query.error : null,
    retry: () => void query.refetch(),
    change: (change) => mutateAsync({ kind: 'change', change }),
    storeKey: (engine, key) => mutateAsync({ kind: 'key', engine, key }),
    removeKey: (engine) => mutateAsync({ kind: 'remove', engine }),
  };
}
