import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';

import { getPrivacy, putPrivacy, type Privacy } from './enginesApi';

export const privacyQuery = queryOptions({
  queryKey: ['settings', 'privacy'],
  queryFn: ({ signal }) => getPrivacy(signal),
  staleTime: 0,
});

type Chosen = Pick<Privacy, 'handling' | 'words' | 'keep_audio'>;

export interface PrivacyInUse {
  privacy: Privacy | undefined;
  unreadable: Error | null;
  retry: () => void;
  /** Rejects with what the server says against it; nothing is changed then. */
  change: (part: Partial<Chosen>) => Promise<unknown>;
}

/** What is masked and kept: each change is saved at once. */
export function usePrivacy(): PrivacyInUse {
  const client = useQueryClient();
  const query = useQuery(privacyQuery);
  const { mutateAsync } = useMutation({
    // What is in force is read when its turn comes: an earlier change may still be on its way.
    mutationFn: (part: Partial<Chosen>) => {
      const known = client.getQueryData(privacyQuery.queryKey);
      const { handling = {}, words = [], keep_audio = true } = known ?? {};
      return putPrivacy({ handling, words, keep_audio, ...part });
    },
    scope: { id: 'privacy' },
    onSuccess: (privacy) => {
      client.setQueryData(privacyQuery.queryKey, privacy);
      // The view before a call says whether recordings are kept.
      void client.invalidateQueries({ queryKey: ['feature-flags'] });
    },
  });
  return {
    privacy: query.data,
    unreadable: query.data === undefined ? query.error : null,
    retry: () => void query.refetch(),
    change: (part) => mutateAsync(part),
  };
}
