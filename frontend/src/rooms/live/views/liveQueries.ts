import { queryOptions } from '@tanstack/react-query';

import { request } from '@/wire/api';
import type { components } from '@/wire/types.gen';

type Toolkit = components['schemas']['Toolkit'];
export type FeatureFlags = components['schemas']['FeatureFlagsBody'];

/** The playbook as the call began with it: a save meanwhile is for the next call. */
export const toolkitQuery = (playbookId: string | null, version: number | null) =>
  queryOptions({
    queryKey: ['toolkit', playbookId, version],
    queryFn: ({ signal }) =>
      request<Toolkit>('/api/v1/toolkit', { query: { playbook_id: playbookId, version }, signal }),
    staleTime: 60_000,
  });

export const featureFlagsQuery = queryOptions({
  queryKey: ['feature-flags'],
  queryFn: ({ signal }) => request<FeatureFlags>('/api/v1/feature-flags', { signal }),
  staleTime: 60_000,
});

const OWN_HOSTS = ['localhost', '127.0.0.1', '[::1]'];

/** Which engines are at work and where sound and words go, in a sentence. */
export function enginesText(flags: FeatureFlags, host: string): string {
  const { audio_leaves_machine: sound, text_leaves_machine: words, engines } = flags;
  const here = OWN_HOSTS.includes(host) ? 'this computer' : 'your server';
  if (!sound && !words) return `Embedded speech and coach: nothing leaves ${here}.`;
  const speech = sound
    ? `Sound goes to ${engines.speech.name} to be written down.`
    : `Embedded speech: no sound leaves ${here}.`;
  const coach = words ? `Words go to ${engines.coach.name} for advice.` : 'The coach is embedded.';
  return `${speech} ${coach}`;
}
