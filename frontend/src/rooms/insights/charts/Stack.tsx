import { cx } from '@/ui/cx';

export interface Slice {
  name: string;
  count: number;
  /** Full and bold for what is wanted, fainter the further from it; drawn apart by gaps too. */
  tone: 'strong' | 'middle' | 'soft' | 'faint' | 'hollow';
}

const TONES: Record<Slice['tone'], string> = {
  strong: 'bg-accent text-on-accent',
  middle: 'bg-accent/55 text-ink',
  soft: 'bg-accent-soft text-ink',
  faint: 'bg-line text-ink',
  hollow: 'text-ink-soft shadow-[inset_0_0_0_1.5px_var(--edge)]',
};

interface StackProps {
  slices: readonly Slice[];
  /** How many make the whole width. */
  whole: number;
}

const ROOM_FOR_FIGURE = 0.045;

/** Counts side by side; each says its number, and its name as far as there is room. */
export function Stack({ slices, whole }: StackProps) {
  return (
    <span className="flex h-7 w-full gap-0.5">
      {slices
        .filter(({ count }) => count > 0)
        .map(({ name, count, tone }) => (
          <span
            key={name}
            title={`${count} ${name}`}
            style={{ width: `${(count / Math.max(1, whole)) * 100}%` }}
            className={cx(
              'figures flex min-w-1 items-center justify-center overflow-hidden rounded-md text-sm font-semibold',
              TONES[tone],
            )}
          >
            <span aria-hidden>{count / whole > ROOM_FOR_FIGURE ? count : ''}</span>
            <span className="sr-only">{`${count} ${name}. `}</span>
          </span>
        ))}
    </span>
  );
}

/** What the tones stand for. */
export function Legend({ slices }: { slices: readonly Omit<Slice, 'count'>[] }) {
  return (
    <ul aria-hidden className="text-ink-soft flex flex-wrap gap-x-5 gap-y-1 text-sm">
      {slices.map(({ name, tone }) => (
        <li key={name} className="flex items-center gap-2">
          <span className={cx('size-3 rounded-[4px]', TONES[tone])} />
          {name}
        </li>
      ))}
    </ul>
  );
}
