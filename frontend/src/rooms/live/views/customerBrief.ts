import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';

import { request } from '@/wire/api';
import type { components } from '@/wire/types.gen';

type Schemas = components['schemas'];
export type KnownCustomer = Schemas['KnownCustomerView'];
export type Brief = Schemas['BriefView'];
export type OpenPromise = Schemas['OpenPromiseView'];
type KeptPromise = Schemas['KeptPromise'];

/** A single letter is nobody's name. */
const LEAST_LETTERS = 2;

/** What is known of the customer; nothing is asked before there is a name. */
export const briefQuery = (name: string, company: string) => {
  const who = name.trim();
  const firm = company.trim();
  return queryOptions({
    queryKey: ['customer brief', who.toLowerCase(), firm.toLowerCase()],
    queryFn: ({ signal }) =>
      request<KnownCustomer>('/api/v1/customers/brief', {
        query: {
          name: who,
          company: firm === '' ? undefined : firm,
          time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
        },
        signal,
      }),
    enabled: who.length >= LEAST_LETTERS,
    staleTime: 30_000,
    retry: false,
  });
};

export function useKeepPromise() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (promise: KeptPromise) =>
      request('/api/v1/customers/promises', { method: 'PUT', body: promise }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['customer brief'] }),
  });
}

const OUTCOMES: Record<NonNullable<Brief['outcome']>, string> = {
  won: 'won',
  next_step_agreed: 'a next step was agreed',
  interested: 'they were interested',
  undecided: 'nothing was decided',
  declined: 'they declined',
  no_conversation: 'not judged',
};

/** "Last call 12 Nov, the third: a next step was agreed." */
export function lastCallText(brief: Brief, now: Date): string {
  const at = new Date(brief.last_at);
  const day =
    at.toDateString() === now.toDateString()
      ? 'today'
      : at.toLocaleDateString(undefined, {
          day: 'numeric',
          month: 'short',
          ...(at.getFullYear() !== now.getFullYear() && { year: 'numeric' as const }),
        });
  const so = brief.outcome === null ? '' : `: ${OUTCOMES[brief.outcome]}`;
  return `${brief.calls === 1 ? 'One call' : `${brief.calls} calls`}, the last ${day}${so}.`;
}
