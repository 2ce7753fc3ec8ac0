import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

import {
  deleteWebhook,
  getDeliveries,
  getWebhook,
  putWebhook,
  renewSecret,
  type Webhook,
  type WebhookChange,
} from './webhookApi';

const LOOK_AGAIN_MS = 5_000;

const webhookQuery = queryOptions({
  queryKey: ['settings', 'webhook'],
  queryFn: ({ signal }) => getWebhook(signal),
  staleTime: 0,
});

export const deliveriesQuery = queryOptions({
  queryKey: ['settings', 'webhook', 'deliveries'],
  queryFn: ({ signal }) => getDeliveries(signal),
  refetchInterval: LOOK_AGAIN_MS,
});

export interface WebhookInUse {
  /** Null: no address was given yet. */
  webhook: Webhook | null | undefined;
  /** Told by the server just now, and never again. */
  secret: string | null;
  hideSecret: () => void;
  unreadable: Error | null;
  retry: () => void;
  /** These reject with what the server says against it; nothing is changed then. */
  put: (change: WebhookChange) => Promise<unknown>;
  renew: () => Promise<unknown>;
  remove: () => Promise<unknown>;
}

/** Where calls are sent when they have ended: each change is saved at once. */
export function useWebhook(): WebhookInUse {
  const client = useQueryClient();
  const query = useQuery(webhookQuery);
  const [secret, setSecret] = useState<string | null>(null);
  const keep = ({ secret: told = null, ...known }: Webhook): void => {
    if (told !== null) setSecret(told);
    client.setQueryData(webhookQuery.queryKey, known);
  };
  const scope = { id: 'webhook' };
  const put = useMutation({ mutationFn: putWebhook, scope, onSuccess: keep });
  const renew = useMutation({ mutationFn: renewSecret, scope, onSuccess: keep });
  const remove = useMutation({
    mutationFn: deleteWebhook,
    scope,
    onSuccess: () => {
      setSecret(null);
      client.setQueryData(webhookQuery.queryKey, null);
    },
  });
  return {
    webhook: query.data,
    secret,
    hideSecret: () => setSecret(null),
    unreadable: query.data === undefined ? query.error : null,
    retry: () => void query.refetch(),
    put: (change) => put.mutateAsync(change),
    renew: () => renew.mutateAsync(),
    remove: () => remove.mutateAsync(),
  };
}
