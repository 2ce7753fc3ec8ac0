import { LiveRoom } from '@/rooms/live/views/LiveRoom';

import { FirstRunOffer } from './FirstRunOffer';
import { useLive } from './live';

/** The route of the call: the call itself lives above the router. */
export function CallRoom() {
  return (
    <>
      <FirstRunOffer />
      <LiveRoom {...useLive()} />
    </>
  );
}
