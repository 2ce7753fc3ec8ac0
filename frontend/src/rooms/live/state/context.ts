import { createContext, use } from 'react';
import type { LiveSession } from './liveSession';

export const LiveSessionContext = createContext<LiveSession | null>(null);

export function useLiveSession(): LiveSession {
  const session = use(LiveSessionContext);
  if (!session) throw new Error('Put a LiveProvider above this component.');
  return session;
}
