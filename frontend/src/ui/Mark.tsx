import { cx } from './cx';

/** The sign of the product: two voices, one of them carrying the thread. */
export function Mark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 24 24" fill="none" aria-hidden className={cx('size-6', className)}>
      <rect width="24" height="24" rx="7" className="fill-accent" />
      <g className="stroke-on-accent" strokeWidth="2.25" strokeLinecap="round">
        <path d="M6.5 9.5v1M10.2 7v6M13.8 8.5v3M17.5 9.5v1" />
        <path d="M6.5 16.5h11" opacity="0.55" />
      </g>
    </svg>
  );
}
