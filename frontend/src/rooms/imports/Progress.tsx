import { cx } from '@/ui/cx';

interface ProgressProps {
  label: string;
  /** 0 to 1. */
  share: number;
  /** It stands still for now. */
  resting?: boolean;
}

export function Progress({ label, share, resting = false }: ProgressProps) {
  const value = Math.round(100 * Math.min(1, Math.max(0, share)));
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuenow={value}
      aria-valuemin={0}
      aria-valuemax={100}
      className="bg-sunken mt-2.5 h-1.5 max-w-md overflow-hidden rounded-full"
    >
      <div
        style={{ width: `${value}%` }}
        className={cx(
          'h-full rounded-full transition-[width] duration-500',
          resting ? 'bg-ink-faint' : 'bg-accent',
        )}
      />
    </div>
  );
}
