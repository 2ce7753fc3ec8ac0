import { LoaderCircle, RotateCw } from 'lucide-react';

import { Banner } from '@/ui/Banner';
import { Button } from '@/ui/Button';

import type { Review } from './reviewApi';
import { isBeingMade } from './reviewQueries';
import { jobErrorText, progressText } from './words';

interface ReviewStandingProps {
  review: Review;
  busy: boolean;
  onAgain: () => void;
}

/** What there is to know before the review is read: it is being made anew, it is older than the
 * corrections, or the model that was to write it could not. */
export function ReviewStanding({ review, busy, onAgain }: ReviewStandingProps) {
  if (isBeingMade(review)) {
    return (
      <p role="status" className="text-ink-soft mt-6 flex items-center gap-2.5 text-base">
        <LoaderCircle aria-hidden className="size-4 animate-spin" />
        {progressText(review)}
      </p>
    );
  }
  const again = (label: string) => (
    <Button size="sm" icon={<RotateCw aria-hidden />} busy={busy} onClick={onAgain}>
      {label}
    </Button>
  );
  if (review.is_older_than_corrections) {
    return (
      <Banner
        tone="info"
        className="mt-6 max-w-3xl"
        title="The call was corrected after this review"
        action={again('Review again')}
      >
        It still speaks of it as it was before.
      </Banner>
    );
  }
  const { writing } = review;
  if (writing?.fault) {
    return (
      <Banner
        tone="info"
        className="mt-6 max-w-3xl"
        title="Written by the embedded coach"
        action={again('Try again')}
      >
        {writing.message}
      </Banner>
    );
  }
  const failed = jobErrorText(review.job);
  if (failed === null) return null;
  return (
    <Banner
      tone="info"
      className="mt-6 max-w-3xl"
      title="The last try changed nothing"
      action={again('Try again')}
    >
      {failed}
    </Banner>
  );
}
