import { createContext, use } from 'react';

import type { LiveRoomProps } from '@/rooms/live/views/LiveRoom';

/** The call of this page. It lives above the views, so that walking between them keeps it alive. */
export const LiveContext = createContext<LiveRoomProps | null>(null);

export function useLive(): LiveRoomProps {
  const live = use(LiveContext);
  if (live === null) throw new Error('There is no call above this view.');
  return live;
}
