import { cx } from './cx';

/** A grey place holder in the shape of what is being loaded. */
export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden className={cx('bg-sunken animate-pulse rounded-lg', className)} />;
}
