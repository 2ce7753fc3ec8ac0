import { Link, useRouterState } from '@tanstack/react-router';
import { Phone } from 'lucide-react';

import { Elapsed } from '@/rooms/live/views/Elapsed';

import { useLive } from './live';

/** While a call goes on, or one was left, and another view is open: the way back to it. */
export function ReturnToCall() {
  const { state, resumable } = useLive().call;
  const away = useRouterState({ select: ({ location }) => location.pathname !== '/' });
  const going = state.phase === 'live' || state.phase === 'paused';
  const left = state.phase === 'idle' && resumable !== null;
  if (!away || (!going && !left)) return null;
  return (
    <Link
      to="/"
      className="bg-accent text-on-accent hover:bg-accent-strong flex h-9 items-center gap-2.5 rounded-full px-4 text-base font-semibold transition-colors"
    >
      <Phone aria-hidden className="size-4" />
      {going ? 'Return to call' : 'Go back to your call'}
      <Elapsed since={going ? state.startedAtMs : (resumable?.startedAtMs ?? null)} />
    </Link>
  );
}
