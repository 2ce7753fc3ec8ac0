import { useMutation } from '@tanstack/react-query';
import { CircleCheck, CircleX } from 'lucide-react';

import { Button } from '@/ui/Button';

import { reason } from '../fields/useSaving';
import { testWebhook } from './webhookApi';

/** One small signed message, and what the receiver said. */
export function TestWebhook() {
  const trial = useMutation({ mutationFn: testWebhook, gcTime: 0 });
  const answer = trial.data;
  return (
    <div className="flex flex-wrap items-start gap-x-5 gap-y-3 py-4">
      <Button busy={trial.isPending} onClick={() => trial.mutate()}>
        Send a test
      </Button>
      <div role="status" className="min-w-0 flex-1 basis-64">
        {trial.error !== null && <p className="text-alarm text-base">{reason(trial.error)}</p>}
        {answer !== undefined && (
          <div className="flex items-start gap-2.5">
            {answer.taken ? (
              <CircleCheck aria-hidden className="text-accent mt-0.5 size-5 shrink-0" />
            ) : (
              <CircleX aria-hidden className="text-alarm mt-0.5 size-5 shrink-0" />
            )}
            <div className="text-base">
              <p className="text-ink font-semibold">
                {answer.taken ? 'It was taken' : 'It was not taken'}
                {answer.status !== null && ` (${answer.status})`}
              </p>
              <p className="text-ink-soft break-words">
                {answer.taken ? `Answered in ${answer.took_ms} ms.` : answer.text}
              </p>
            </div>
          </div>
        )}
        {answer === undefined && trial.error === null && !trial.isPending && (
          <p className="text-ink-faint pt-2 text-sm">A small message without any call.</p>
        )}
      </div>
    </div>
  );
}
