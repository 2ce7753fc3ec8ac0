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

const NAMES: Record<string, string> = {
  deepgram: 'Deepgram',
  claude: 'Claude',
  openai_compatible: 'your model server',
};

const OWN_HOSTS = ['localhost', '127.0.0.1', '[::1]'];

/** Which engines are at work, where sound and words go, and what is not kept; in sentences. */
export function enginesText(flags: FeatureFlags, host: string): string {
  const kept = flags.keeps_recordings ? '' : ' Recordings are switched off in the settings.';
  return whereItGoes(flags, host) + kept;
}

function whereItGoes(flags: FeatureFlags, host: string): string {
  const { audio_leaves_machine: sound, text_leaves_machine: words, engines } = flags;
  const here = OWN_HOSTS.includes(host) ? 'this computer' : 'your server';
  if (!sound && !words && engines.coach.name === 'local') {
    return `Embedded speech and coach: nothing leaves ${here}.`;
  }
  const name = (engine: string): string => NAMES[engine] ?? engine;
  const speech = sound
    ? `Sound goes to ${name(engines.speech.name)} to be written down.`
    : `Embedded speech: no sound leaves ${here}.`;
  const coach = words
    ? `Words go to ${name(engines.coach.name)} for advice, masked as you chose.`
    : engines.coach.name === 'local'
      ? 'The coach is embedded.'
      : 'The coach is a model on the same machine.';
  return `${speech} ${coach}`;
}
