import { Tooltip } from 'radix-ui';
import type { ReactNode } from 'react';

import { Key } from './Key';

export const TipProvider = Tooltip.Provider;

interface TipProps {
  text: string;
  shortcut?: string;
  side?: 'top' | 'right' | 'bottom' | 'left';
  children: ReactNode;
}

/** A short label on hover and focus. Never the only place where something is said. */
export function Tip({ text, shortcut, side = 'bottom', children }: TipProps) {
  return (
    <Tooltip.Root>
      <Tooltip.Trigger asChild>{children}</Tooltip.Trigger>
      <Tooltip.Portal>
        <Tooltip.Content
          side={side}
          sideOffset={6}
          collisionPadding={8}
          className="animate-fade bg-ink text-canvas shadow-float z-50 flex max-w-72 items-center gap-2 rounded-lg px-2.5 py-1.5 text-sm"
        >
          {text}
          {shortcut !== undefined && <Key inverted>{shortcut}</Key>}
        </Tooltip.Content>
      </Tooltip.Portal>
    </Tooltip.Root>
  );
}
