import { useLayoutEffect, useRef, type ComponentProps } from 'react';

import { cx } from '@/ui/cx';

const GROWS = typeof CSS !== 'undefined' && CSS.supports('field-sizing', 'content');

/** A text that shows all of itself, however long it gets; it begins with room for `rows` lines. */
export function GrowingText({ className, rows = 1, ...rest }: ComponentProps<'textarea'>) {
  const box = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => {
    const area = box.current;
    if (GROWS || area === null) return;
    area.style.height = 'auto';
    area.style.height = `${area.scrollHeight}px`;
  }, [rest.value]);
  return (
    <textarea
      ref={box}
      spellCheck
      autoComplete="off"
      rows={rows}
      {...rest}
      style={{ minHeight: `calc(${rows}lh + 1.25rem)` }}
      className={cx(
        'text-ink placeholder:text-ink-faint block field-sizing-content w-full resize-none overflow-hidden',
        className,
      )}
    />
  );
}
