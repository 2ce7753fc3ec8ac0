import { useQuery, useQueryClient } from '@tanstack/react-query';
import { CloudOff } from 'lucide-react';
import { useEffect, useRef } from 'react';

import { useOffline } from '@/lib/online';
import { useStore } from '@/lib/store';
import { request } from '@/wire/api';
import { serverAway } from '@/wire/standing';

import { useLive } from './live';

const WATCH_MS = 10_000;
const AGAIN_MS = 2_000;

/**
 * Says that the server does not answer, also while nothing else is asked of it, and reads anew what
 * is on the page once it does. A call says so itself.
 */
export function ServerAway() {
  const { phase } = useLive().call.state;
  const calling = phase !== 'idle' && phase !== 'ended';
  const offline = useOffline();
  const away = useStore(serverAway);
  const client = useQueryClient();
  const wasAway = useRef(false);

  useQuery({
    queryKey: ['server'],
    queryFn: ({ signal }) => request('/api/health/live', { signal }),
    enabled: !calling,
    retry: false,
    refetchInterval: away ? AGAIN_MS : WATCH_MS,
  });
  useEffect(() => {
    if (wasAway.current && !away) {
      void client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'server' });
    }
    wasAway.current = away;
  }, [away, client]);

  return (
    <div role="status" className="shrink-0">
      {away && !calling && !offline && (
        <p className="bg-caution-soft text-caution flex items-center justify-center gap-2 px-4 py-2 text-base font-medium">
          <CloudOff aria-hidden className="size-4 shrink-0" />
          The server does not answer. The page goes on by itself as soon as it does.
        </p>
      )}
    </div>
  );
}
