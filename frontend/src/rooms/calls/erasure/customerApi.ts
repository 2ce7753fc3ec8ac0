import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';

import { request } from '@/wire/api';
import type { components } from '@/wire/types.gen';

import type { Deletion } from '../historyApi';

type Schemas = components['schemas'];

export type CallsOfCompany = Schemas['CallsOfCompanyView'];

/** How many calls there are with everybody of that name. */
export const customerCallsQuery = (name: string, company: string | null) =>
  queryOptions({
    queryKey: ['calls', 'of customer', name, company],
    queryFn: ({ signal }) =>
      request<Schemas['CallsOfCustomerView']>('/api/v1/customers/calls', {
        query: { name, company },
        signal,
      }),
    staleTime: 0,
  });

interface Erasure {
  name: string;
  chosen: readonly CallsOfCompany[];
}

/** Everything of a customer at the companies that were chosen; refused when calls have come since. */
export function useDeleteCustomer(onDone: (deletion: Deletion) => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ name, chosen }: Erasure) =>
      request<Deletion>('/api/v1/customers/delete', {
        method: 'POST',
        body: {
          name,
          companies: chosen.map(({ company }) => company),
          calls: callsOf(chosen),
        },
      }),
    onSuccess: async (deletion) => {
      for (const { id } of deletion.deleted) {
        client.removeQueries({ queryKey: ['call', id], type: 'inactive' });
      }
      await client.invalidateQueries({ queryKey: ['calls'] });
      onDone(deletion);
    },
    onError: () => client.invalidateQueries({ queryKey: ['calls', 'of customer'] }),
  });
}

export function callsOf(chosen: readonly CallsOfCompany[]): number {
  return chosen.reduce((sum, { calls }) => sum + calls, 0);
}
