import { useEffect, useState, type ReactNode } from 'react';
import { useStore } from '@/lib/store';
import { useWakeLock } from '@/lib/wakeLock';
import { LiveSessionContext } from './context';
import { LiveSession } from './liveSession';

const LOOK_EVERY_MS = 4_000;

/** Holds the page's call. Mount it once, above the router, so that a call outlives its view. */
export function LiveProvider({
  session,
  children,
}: {
  session?: LiveSession;
  children: ReactNode;
}) {
  const [live] = useState(() => session ?? new LiveSession());
  const { phase } = useStore(live.state);
  useWakeLock(phase === 'live' || phase === 'paused');
  useEffect(() => {
    const { devices, capture } = live.parts;
    void devices.refresh();
    return devices.watch(() => void capture.reacquire());
  }, [live]);
  useEffect(() => {
    // Another tab may have opened, left or ended a call while this one was out of sight.
    const look = () => {
      if (document.visibilityState === 'visible') void live.left.look();
    };
    look();
    document.addEventListener('visibilitychange', look);
    return () => document.removeEventListener('visibilitychange', look);
  }, [live]);
  const waits = useStore(live.left.newest) !== null;
  useEffect(() => {
    // A call on offer may be ended from the history, or by the server.
    if (!waits) return;
    const timer = setInterval(() => void live.left.look(), LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, [live, waits]);
  return <LiveSessionContext value={live}>{children}</LiveSessionContext>;
}
