import { useMemo } from 'react';
import { useStore } from '@/lib/store';
import { useLiveSession } from './context';
import type { LiveSession } from './liveSession';
import { fetchOlderTurns } from './olderTurns';
import type { CallHandle } from './types';

type Actions = Omit<CallHandle, 'state' | 'resumable'>;

function actionsOf(session: LiveSession): Actions {
  return {
    start: (options) => session.start(options),
    end: () => session.end(),
    pause: () => session.pause(true),
    unpause: () => session.pause(false),
    mute: (channel, muted) => session.mute(channel, muted),
    swapSpeakers: () => session.command({ type: 'swap_speakers' }),
    setMode: (mode) => session.command({ type: 'set_mode', mode }),
    useSuggestion: (id) => session.command({ type: 'use_suggestion', id }),
    dismissSuggestion: (id) => session.command({ type: 'dismiss_suggestion', id }),
    vote: (id, vote) => session.command({ type: 'vote', id, vote }),
    setObjective: (id, done) => session.command({ type: 'set_objective', id, done }),
    markMoment: (label) =>
      session.command({ type: 'mark_moment', ...(label === undefined ? {} : { label }) }),
    note: (text) => session.command({ type: 'note', text }),
    loadOlderTurns: async (beforeMs) => {
      const { callId } = session.state.get();
      return callId === null ? [] : fetchOlderTurns(callId, beforeMs);
    },
    clearError: () => session.clearError(),
    reset: () => session.reset(),
    resume: () => session.resume(),
    takeBack: () => session.takeBack(),
    endResumable: () => session.left.end(),
  };
}

/** The call and what can be done to it. The actions stay the same from render to render. */
export function useCall(): CallHandle {
  const session = useLiveSession();
  const state = useStore(session.state);
  const kept = useStore(session.left.newest);
  const actions = useMemo(() => actionsOf(session), [session]);
  return useMemo(
    () => ({
      ...actions,
      state,
      resumable: kept,
    }),
    [actions, state, kept],
  );
}
