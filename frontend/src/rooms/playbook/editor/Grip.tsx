import { GripVertical } from 'lucide-react';
import type { PointerEvent } from 'react';

import { cx } from '@/ui/cx';

/** What a pointer takes hold of to move an entry; keys have the menu and Alt with the arrows. */
export function Grip({
  onGrab,
  className,
}: {
  onGrab: (event: PointerEvent) => void;
  className?: string;
}) {
  return (
    <span
      aria-hidden
      onPointerDown={onGrab}
      className={cx(
        'text-ink-faint flex shrink-0 cursor-grab touch-none items-center justify-center opacity-0 transition-opacity active:cursor-grabbing pointer-coarse:opacity-100 [&_svg]:size-4',
        className,
      )}
    >
      <GripVertical />
    </span>
  );
}
