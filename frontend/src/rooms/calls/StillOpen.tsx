import { Banner } from '@/ui/Banner';
import { Button } from '@/ui/Button';

import { useEndCall } from './callQueries';

/** A call that has not ended: whoever has its page goes on there, anybody may end one that is left. */
export function StillOpen({ callId }: { callId: string }) {
  const end = useEndCall();
  return (
    <Banner
      tone={end.isError ? 'alarm' : 'info'}
      title="This call has not ended"
      className="mt-6"
      action={
        <Button size="sm" busy={end.isPending} onClick={() => end.mutate(callId)}>
          End it
        </Button>
      }
    >
      {end.isError ? end.error.message : 'Its words appear here as far as they were kept.'}
    </Banner>
  );
}
