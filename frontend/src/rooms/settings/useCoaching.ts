import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';

import {
  getCoaching,
  putCoaching,
  type CoachingChange,
  type CoachingSettings,
  type MutedCard,
} from './settingsApi';

export const coachingQuery = queryOptions({
  queryKey: ['settings', 'coaching'],
  queryFn: ({ signal }) => getCoaching(signal),
  staleTime: 0,
});

type Chosen = Pick<CoachingSettings, 'mode' | 'early_cards' | 'cues'>;

export interface Coaching {
  settings: CoachingSettings | undefined;
  /** Why they could not be loaded. */
  unreadable: Error | null;
  retry: () => void;
  saving: boolean;
  saved: boolean;
  /** Why the last change was not kept. */
  refused: Error | null;
  change: (part: Partial<Chosen>) => void;
  unmute: (card: MutedCard) => void;
  reset: () => void;
}

/** The preferences of coaching: each change is shown at once, and saved one after the other. */
export function useCoaching(): Coaching {
  const client = useQueryClient();
  const query = useQuery(coachingQuery);
  const put = useMutation({
    mutationFn: putCoaching,
    scope: { id: 'coaching' },
    onSuccess: (settings) => {
      // What was changed meanwhile is still on its way, and must not jump back.
      if (client.isMutating({ mutationKey: ['coaching'] }) <= 1) {
        client.setQueryData(coachingQuery.queryKey, settings);
      }
    },
    onError: () => void client.invalidateQueries(coachingQuery),
    mutationKey: ['coaching'],
  });

  const apply = (next: (known: CoachingSettings) => CoachingSettings, unmuting = false): void => {
    const known = client.getQueryData(coachingQuery.queryKey);
    if (known === undefined) return;
    void client.cancelQueries(coachingQuery);
    const changed = next(known);
    client.setQueryData(coachingQuery.queryKey, changed);
    put.mutate(changeOf(changed, unmuting));
  };

  return {
    settings: query.data,
    unreadable: query.data === undefined ? query.error : null,
    retry: () => void query.refetch(),
    saving: put.isPending,
    saved: put.isSuccess,
    refused: put.error,
    change: (part) => apply((known) => ({ ...known, ...part })),
    unmute: (card) =>
      apply((known) => ({ ...known, muted: known.muted.filter((other) => other !== card) }), true),
    reset: () =>
      apply((known) => ({
        ...known,
        mode: null,
        early_cards: known.defaults.early_cards,
        cues: Object.fromEntries(
          Object.entries(known.defaults.cues).map(([kind, { on, threshold }]) => [
            kind,
            { on, threshold },
          ]),
        ),
      })),
  };
}

function changeOf(settings: CoachingSettings, unmuting: boolean): CoachingChange {
  const { mode, early_cards, cues, muted } = settings;
  return {
    mode,
    early_cards,
    cues,
    muted: unmuting
      ? muted.map(({ playbook_id, script_id }) => ({ playbook_id, script_id }))
      : null,
  };
}

/** Whether anything was chosen that differs from what it comes with. */
export function differs({ mode, early_cards, cues, defaults }: CoachingSettings): boolean {
  return (
    mode !== null ||
    early_cards !== defaults.early_cards ||
    Object.entries(defaults.cues).some(
      ([kind, spec]) => cues[kind]?.on !== spec.on || cues[kind].threshold !== spec.threshold,
    )
  );
}
