import type { ReactNode } from 'react';

import { cx } from './cx';

/** A key of the keyboard. */
export function Key({ children, inverted = false }: { children: ReactNode; inverted?: boolean }) {
  return (
    <kbd
      className={cx(
        'inline-flex h-5 min-w-5 items-center justify-center rounded-[5px] px-1.5 font-sans text-xs font-medium',
        inverted ? 'bg-canvas/20 text-canvas' : 'bg-current/12',
      )}
    >
      <span>{children}</span>
    </kbd>
  );
}
