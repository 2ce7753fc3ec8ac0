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
  const { elsewhere, startedAtMs } = call;
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
      title={titleOf(call)}
      className="mt-6"
      action={
        <span className="flex flex-wrap justify-end gap-2">
          {!elsewhere && (
            <Button size="sm" tone="quiet" busy={ending} onClick={() => void end()}>
              End it
            </Button>
          )}
          <Button size="sm" tone="primary" disabled={ending} onClick={onResume}>
            {elsewhere ? 'Take it over here' : 'Go back to your call'}
          </Button>
        </span>
      }
    >
      <span>
        It began at {timeOfDay(new Date(startedAtMs))}. {whatIsKept(call)}
      </span>
      {refusal !== null && (
        <span role="alert" className="text-alarm mt-1 block">
          {refusal}
        </span>
      )}
    </Banner>
  );
}

function titleOf({ elsewhere, demo }: ResumableCall): string {
  if (elsewhere) return 'Your call is open in another tab';
  return demo ? 'The demo call is still open' : 'A call is still open';
}

function whatIsKept({ elsewhere, waitingMs }: ResumableCall): string {
  if (elsewhere) return 'The other tab stops listening then.';
  const waiting = Math.round(waitingMs / 1000);
  if (waiting < 1) return 'What was said so far is kept.';
  return `What was said so far is kept. Its last ${waiting} s wait here and go along.`;
}
