import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';

import { retentionQuery, type Retention } from '@/wire/retention';

import { putRetention, type RetentionChange } from './retentionApi';

export interface RetentionInUse {
  retention: Retention | undefined;
  unreadable: Error | null;
  retry: () => void;
  /** Rejects with what the server says against it; nothing is changed then. */
  change: (part: Partial<RetentionChange>) => Promise<unknown>;
}

/** How long calls and their sound are kept: each change is saved at once. */
export function useRetention(): RetentionInUse {
  const client = useQueryClient();
  const query = useQuery(retentionQuery);
  const { mutateAsync } = useMutation({
    // What is in force is read when its turn comes: an earlier change may still be on its way.
    mutationFn: (part: Partial<RetentionChange>) => {
      const known = client.getQueryData(retentionQuery.queryKey);
      const { sound_days = null, call_days = null } = known ?? {};
      return putRetention({ sound_days, call_days, ...part });
    },
    scope: { id: 'retention' },
    onSuccess: (retention) => {
      client.setQueryData(retentionQuery.queryKey, retention);
      // A call's page says until when its sound is kept.
      void client.invalidateQueries({ queryKey: ['call'] });
    },
  });
  return {
    retention: query.data,
    unreadable: query.data === undefined ? query.error : null,
    retry: () => void query.refetch(),
    change: (part) => mutateAsync(part),
  };
}
