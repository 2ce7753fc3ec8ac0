import { useLayoutEffect, useRef, type ComponentProps } from 'react';

import { cx } from '@/ui/cx';

const GROWS = typeof CSS !== 'undefined' && CSS.supports('field-sizing', 'content');

/** A text that shows all of itself, however long it gets. Enter is the caller's. */
export function GrowingText({ className, ...rest }: ComponentProps<'textarea'>) {
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
      {...rest}
      className={cx(
        'text-ink placeholder:text-ink-faint block field-sizing-content w-full resize-none overflow-hidden',
        className,
      )}
    />
  );
}
