import { cx } from './cx';

const BARS = 48;
const FLOOR_DB = -60;

/** Loudness on a scale of 0 to 1 that follows the ear: RMS 0.001 (-60 dB) is 0, full scale is 1. */
export function loudness(rms: number): number {
  if (rms <= 0) return 0;
  return Math.min(1, Math.max(0, 1 - (20 * Math.log10(rms)) / FLOOR_DB));
}

interface LevelMeterProps {
  label: string;
  /** 0 to 1, as `loudness` gives it. */
  level: number;
  idle?: boolean;
  className?: string;
}

/** How loud a channel is, now. */
export function LevelMeter({ label, level, idle = false, className }: LevelMeterProps) {
  const lit = Math.round(level * BARS);
  return (
    <div
      role="meter"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(level * 100)}
      className={cx('flex h-4 items-center justify-between', idle && 'opacity-60', className)}
    >
      {Array.from({ length: BARS }, (_, bar) => (
        <span
          key={bar}
          className={cx(
            'h-full w-1 rounded-full',
            bar >= lit ? 'bg-line' : bar >= BARS - 5 ? 'bg-caution-fill' : 'bg-accent',
          )}
        />
      ))}
    </div>
  );
}
