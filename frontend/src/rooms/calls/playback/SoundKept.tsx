import { useQuery } from '@tanstack/react-query';

import { soundQuery, type Sound } from './soundApi';

/** Whether the sound of a call was kept, and until when. */
export function SoundKept({ callId }: { callId: string }) {
  const { data } = useQuery(soundQuery(callId));
  return data === undefined ? null : <span>{soundText(data)}</span>;
}

export function soundText({ state, until }: Sound): string {
  switch (state) {
    case 'kept':
      return until === null ? 'Sound kept' : `Sound kept until ${dayOf(until)}`;
    case 'preparing':
      return 'Sound is being prepared';
    case 'gone':
      return 'Sound deleted';
    case 'none':
      return 'Sound not kept';
  }
}

function dayOf(moment: string): string {
  const day = new Date(moment);
  const thisYear = day.getFullYear() === new Date().getFullYear();
  return day.toLocaleDateString(undefined, {
    day: 'numeric',
    month: 'short',
    ...(!thisYear && { year: 'numeric' }),
  });
}
