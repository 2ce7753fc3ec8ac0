import type { Review } from './reviewApi';
import { authorText, costText, leftOutText } from './words';

/** Who wrote the review, what was left out of it and what it cost. */
export function Author({ review }: { review: Review }) {
  const { writing } = review;
  const told = [
    authorText(review),
    writing ? leftOutText(writing) : null,
    writing ? costText(writing) : null,
  ];
  return (
    <p className="figures text-ink-faint max-w-3xl text-sm">
      {told.filter((each) => each !== null).join(' ')}
    </p>
  );
}
