import { Switch as Radix } from 'radix-ui';

import { cx } from './cx';

interface SwitchProps {
  /** Says what is on or off; shown beside it by the caller. */
  label: string;
  on: boolean;
  onChange: (on: boolean) => void;
  disabled?: boolean;
  className?: string;
}

/** On or off, at once. */
export function Switch({ label, on, onChange, disabled = false, className }: SwitchProps) {
  return (
    <Radix.Root
      aria-label={label}
      checked={on}
      onCheckedChange={onChange}
      disabled={disabled}
      className={cx(
        'h-6 w-10 shrink-0 cursor-pointer rounded-full p-0.5 transition-colors duration-150',
        'data-[state=checked]:bg-accent data-[state=unchecked]:bg-sunken',
        'shadow-[inset_0_0_0_1.5px_var(--edge)] data-[state=checked]:shadow-none',
        'disabled:cursor-not-allowed disabled:opacity-50',
        className,
      )}
    >
      <Radix.Thumb
        className={cx(
          'block size-5 rounded-full transition-transform duration-150',
          'data-[state=checked]:bg-on-accent data-[state=checked]:translate-x-4',
          'data-[state=unchecked]:bg-ink-faint data-[state=unchecked]:scale-80',
        )}
      />
    </Radix.Root>
  );
}
