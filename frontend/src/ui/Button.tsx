import { LoaderCircle } from 'lucide-react';
import type { ComponentProps, ReactNode } from 'react';

import { cx } from './cx';

export type ButtonTone = 'primary' | 'secondary' | 'quiet' | 'alarm' | 'alarm-soft';
export type ButtonSize = 'sm' | 'md' | 'lg';

const TONES: Record<ButtonTone, string> = {
  primary: 'bg-accent text-on-accent hover:bg-accent-strong',
  secondary: 'bg-sheet text-ink shadow-[inset_0_0_0_1px_var(--edge)] hover:bg-sunken',
  quiet: 'text-ink-soft hover:bg-sunken hover:text-ink',
  'alarm-soft': 'bg-alarm-soft text-alarm hover:bg-alarm-fill hover:text-on-alarm',
  alarm: 'bg-alarm-fill text-on-alarm hover:bg-alarm-strong',
};

const SIZES: Record<ButtonSize, string> = {
  sm: 'h-8 gap-1.5 rounded-lg px-2.5 text-sm',
  md: 'h-10 gap-2 rounded-[10px] px-4 text-base',
  lg: 'h-12 gap-2.5 rounded-xl px-6 text-lg',
};

/** The classes of a button, for links that look like one. */
export function buttonClass(tone: ButtonTone = 'secondary', size: ButtonSize = 'md'): string {
  return cx(
    'inline-flex shrink-0 cursor-pointer items-center justify-center font-semibold whitespace-nowrap',
    'transition-colors duration-100 disabled:cursor-not-allowed disabled:shadow-none',
    'disabled:bg-sunken disabled:text-ink-faint disabled:aria-busy:cursor-progress',
    '[&_svg]:size-[1.15em] [&_svg]:shrink-0',
    TONES[tone],
    SIZES[size],
  );
}

interface ButtonProps extends ComponentProps<'button'> {
  tone?: ButtonTone;
  size?: ButtonSize;
  icon?: ReactNode;
  busy?: boolean;
}

export function Button({
  tone,
  size,
  icon,
  busy = false,
  className,
  children,
  ...rest
}: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      disabled={rest.disabled === true || busy}
      aria-busy={busy || undefined}
      className={cx(buttonClass(tone, size), className)}
    >
      {busy ? <LoaderCircle aria-hidden className="animate-spin" /> : icon}
      {children}
    </button>
  );
}
