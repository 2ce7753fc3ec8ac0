import { useState } from 'react';

import { Banner } from '@/ui/Banner';
import { Button } from '@/ui/Button';
import { timeOfDay } from '@/ui/time';

import type { ResumableCall } from '../state/types';

interface OpenCallProps {
  call: ResumableCall;
  onResume: () => void;
  onEnd: () => Promise<void>;
}

/** A call that is still open and has no page here: back to it, or end it. */
export function OpenCall({ call, onResume, onEnd }: OpenCallProps) {
  const [ending, setEnding] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const end = async (): Promise<void> => {
    setEnding(true);
    setRefusal(null);
    try {
      await onEnd();
    } catch (error) {
      setRefusal(error instanceof Error ? error.message : String(error));
    } finally {
      setEnding(false);
    }
  };
  return (
    <Banner
      tone="info"
      title={call.demo ? 'The demo call is still open' : 'A call is still open'}
      className="mt-6"
      action={
        <span className="flex flex-wrap justify-end gap-2">
          <Button size="sm" tone="quiet" busy={ending} onClick={() => void end()}>
            End it
          </Button>
          <Button size="sm" tone="primary" disabled={ending} onClick={onResume}>
            Go back to your call
          </Button>
        </span>
      }
    >
      <span>
        It began at {timeOfDay(new Date(call.startedAtMs))}. What was said so far is kept.
      </span>
      {refusal !== null && (
        <span role="alert" className="text-alarm mt-1 block">
          {refusal}
        </span>
      )}
    </Banner>
  );
}
