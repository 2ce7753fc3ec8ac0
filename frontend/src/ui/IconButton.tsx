import type { ComponentProps, ReactNode } from 'react';

import { cx } from './cx';
import { Tip } from './Tip';

interface IconButtonProps extends Omit<ComponentProps<'button'>, 'aria-label'> {
  label: string;
  icon: ReactNode;
  shortcut?: string;
  /** Given for a toggle: whether it is on. */
  pressed?: boolean;
  tone?: 'quiet' | 'alarm' | 'accent';
  size?: 'sm' | 'md';
}

const PRESSED = {
  quiet: 'bg-sunken text-ink',
  alarm: 'bg-alarm-soft text-alarm',
  accent: 'bg-accent-soft text-accent',
};

/** A button that is only an icon: it always has a name and a tip. */
export function IconButton({
  label,
  icon,
  shortcut,
  pressed,
  tone = 'quiet',
  size = 'md',
  className,
  ...rest
}: IconButtonProps) {
  return (
    <Tip text={label} shortcut={shortcut}>
      <button
        type="button"
        aria-label={label}
        aria-pressed={pressed}
        {...rest}
        className={cx(
          'text-ink-soft inline-flex shrink-0 cursor-pointer items-center justify-center',
          'hover:bg-sunken hover:text-ink transition-colors duration-100',
          'disabled:cursor-not-allowed disabled:opacity-50',
          size === 'sm'
            ? 'size-8 rounded-lg [&_svg]:size-4'
            : 'size-10 rounded-[10px] [&_svg]:size-[18px]',
          pressed === true && PRESSED[tone],
          className,
        )}
      >
        {icon}
      </button>
    </Tip>
  );
}
