import type { ComponentProps } from 'react';

import { cx } from './cx';

/** What a page is called. */
export function PageTitle({ className, ...rest }: ComponentProps<'h1'>) {
  return (
    <h1
      {...rest}
      className={cx('text-ink text-3xl font-semibold tracking-[-0.015em]', className)}
    />
  );
}
