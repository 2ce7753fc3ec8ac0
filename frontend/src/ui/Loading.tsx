import { cx } from './cx';
import { Skeleton } from './Skeleton';

interface LoadingProps {
  /** "Loading the calls", for who cannot see it. */
  label: string;
  /** The size of a row. */
  row: string;
  rows?: number;
  className?: string;
}

/** The shape of a list that is being loaded. */
export function Loading({ label, row, rows = 3, className }: LoadingProps) {
  return (
    <div role="status" aria-label={label} className={cx('grid gap-3', className)}>
      {Array.from({ length: rows }, (_, place) => (
        <Skeleton key={place} className={row} />
      ))}
    </div>
  );
}
