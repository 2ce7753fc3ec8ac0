import { useQuery } from '@tanstack/react-query';
import { LoaderCircle, RotateCw } from 'lucide-react';

import { Button } from '@/ui/Button';
import { NotLoaded } from '@/ui/NotLoaded';
import { Skeleton } from '@/ui/Skeleton';

import { Author } from './Author';
import { analysisQuery, isBeingMade, useAnalyze } from './reviewQueries';
import { ReviewPage } from './ReviewPage';
import { ReviewStanding } from './ReviewStanding';

interface ReviewViewProps {
  callId: string;
  customer: string | null;
  /** Shows a turn in the transcript. */
  onShow: (turnId: string) => void;
  /** Makes a drill of a missed moment. */
  onPractise?: (turnId: string) => void;
}

/** The review of a call: there, on its way, or failed. */
export function ReviewView({ callId, customer, onShow, onPractise }: ReviewViewProps) {
  const analysis = useQuery(analysisQuery(callId));
  const again = useAnalyze(callId);
  if (analysis.error !== null && analysis.data === undefined) {
    return (
      <NotLoaded
        title="The review could not be opened"
        error={analysis.error}
        onRetry={() => void analysis.refetch()}
      />
    );
  }
  const found = analysis.data;
  if (found === undefined || (found.status !== 'ready' && isBeingMade(found))) {
    return (
      <div role="status" className="max-w-3xl space-y-4 pt-8">
        <p className="text-ink-soft flex items-center gap-2.5 text-base">
          <LoaderCircle aria-hidden className="size-4 animate-spin" />
          {(found?.job.attempts ?? 0) > 1
            ? 'The review did not work out at first; it is tried again.'
            : 'The call is being reviewed.'}
        </p>
        <Skeleton className="h-24" />
        <Skeleton className="h-40" />
      </div>
    );
  }
  if (found.status !== 'ready') {
    return (
      <div className="max-w-3xl pt-8">
        <h2 className="text-ink text-xl font-semibold">This call could not be reviewed</h2>
        <p className="text-ink-soft mt-1 text-base">
          It was tried {found.job.attempts} times. The transcript is complete all the same.
        </p>
        <Button
          tone="primary"
          className="mt-4"
          busy={again.isPending}
          onClick={() => again.mutate()}
        >
          Try again
        </Button>
      </div>
    );
  }
  const busy = again.isPending || isBeingMade(found);
  return (
    <>
      <ReviewStanding review={found} busy={busy} onAgain={() => again.mutate()} />
      <ReviewPage review={found} customer={customer} onShow={onShow} onPractise={onPractise} />
      <div className="mt-12">
        <Author review={found} />
      </div>
      <div className="mt-2 flex flex-wrap items-center gap-3">
        <Button
          tone="quiet"
          size="sm"
          className="-ml-2.5"
          icon={<RotateCw aria-hidden />}
          busy={busy}
          onClick={() => again.mutate()}
        >
          {busy ? 'Reviewing' : 'Review again'}
        </Button>
        {again.error !== null && (
          <p role="alert" className="text-alarm text-sm">
            {again.error.message}
          </p>
        )}
      </div>
    </>
  );
}
