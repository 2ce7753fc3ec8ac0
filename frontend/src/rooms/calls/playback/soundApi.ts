import { queryOptions } from '@tanstack/react-query';

import { request } from '@/wire/api';
import { httpUrl } from '@/wire/backend';
import type { components } from '@/wire/types.gen';

type Schemas = components['schemas'];

export type Sound = Schemas['SoundView'];
export type Waveform = Schemas['WaveformView'];

const ASK_AGAIN_MS = 3000;

const path = (id: string): string => `/api/v1/calls/${encodeURIComponent(id)}`;

/** Where the recording of a call is played from. */
export function audioUrl(id: string): string {
  return httpUrl(`${path(id)}/audio`);
}

/** Whether there is a recording; asked again while it is being prepared. */
export const soundQuery = (id: string) =>
  queryOptions({
    queryKey: ['call', id, 'sound'],
    queryFn: ({ signal }) => request<Sound>(`${path(id)}/sound`, { signal }),
    refetchInterval: ({ state }) => (state.data?.state === 'preparing' ? ASK_AGAIN_MS : false),
  });

export const waveformQuery = (id: string) =>
  queryOptions({
    queryKey: ['call', id, 'waveform'],
    queryFn: ({ signal }) => request<Waveform>(`${path(id)}/waveform`, { signal }),
    staleTime: Infinity,
  });
