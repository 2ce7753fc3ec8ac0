import { useQuery } from '@tanstack/react-query';

import { reviewedPromises } from '@/lib/promises';
import { analysisQuery } from '@/rooms/calls/review/reviewQueries';
import { LiveRoom } from '@/rooms/live/views/LiveRoom';

import { FirstRunOffer } from './FirstRunOffer';
import { useLive } from './live';

/** The route of the call: the call itself lives above the router. */
export function CallRoom() {
  const live = useLive();
  const ended = live.call.state.endedSummary?.callId ?? null;
  const review = useQuery({ ...analysisQuery(ended ?? ''), enabled: ended !== null }).data;
  const reviewed = review?.status === 'ready' ? reviewedPromises(review.next_steps) : null;
  return (
    <>
      <FirstRunOffer />
      <LiveRoom {...live} reviewed={reviewed} />
    </>
  );
}
