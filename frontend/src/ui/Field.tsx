import { useId, type ComponentProps } from 'react';

import { cx } from './cx';

interface FieldProps extends ComponentProps<'input'> {
  label: string;
  optional?: boolean;
  /** What there is to know of what stands in it. */
  note?: string | undefined;
}

/** A line of text with its label. */
export function Field({ label, optional = false, note, className, ...rest }: FieldProps) {
  const id = useId();
  return (
    <div className={cx('min-w-0', className)}>
      <label
        htmlFor={id}
        className="text-ink mb-1.5 flex items-baseline gap-2 text-sm font-semibold"
      >
        {label}
        {optional && <span className="text-ink-faint font-normal">optional</span>}
      </label>
      <input
        id={id}
        autoComplete="off"
        aria-describedby={note === undefined ? undefined : `${id}-note`}
        {...rest}
        className="bg-sheet text-ink placeholder:text-ink-faint h-11 w-full rounded-[10px] px-3 text-base shadow-[inset_0_0_0_1px_var(--edge)]"
      />
      {note !== undefined && (
        <p id={`${id}-note`} className="text-caution mt-1.5 text-sm">
          {note}
        </p>
      )}
    </div>
  );
}
