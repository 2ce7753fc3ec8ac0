import { X } from 'lucide-react';
import { Dialog } from 'radix-ui';
import type { ReactNode } from 'react';

import { cx } from './cx';
import { useOpener } from './useOpener';

export const SCRIM = 'fixed inset-0 z-40 animate-fade bg-[rgb(10_15_14/0.45)]';
export const WINDOW =
  'fixed top-1/2 left-1/2 z-50 max-h-[calc(100dvh-2rem)] w-[calc(100vw-2rem)] -translate-x-1/2 ' +
  '-translate-y-1/2 overflow-y-auto rounded-2xl bg-sheet p-6 shadow-float';

interface WindowProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  description?: string;
  className?: string;
  children: ReactNode;
}

/** A dialog over the page. */
export function Window({
  open,
  onOpenChange,
  title,
  description,
  className,
  children,
}: WindowProps) {
  const back = useOpener(open);
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Overlay className={SCRIM} />
        <Dialog.Content
          className={cx(WINDOW, 'max-w-lg', className)}
          onCloseAutoFocus={back}
          {...(description === undefined && { 'aria-describedby': undefined })}
        >
          <Dialog.Title className="text-ink pr-10 text-xl font-semibold">{title}</Dialog.Title>
          {description !== undefined && (
            <Dialog.Description className="text-ink-soft mt-1 text-base">
              {description}
            </Dialog.Description>
          )}
          <Dialog.Close
            aria-label="Close"
            className="text-ink-soft hover:bg-sunken hover:text-ink absolute top-5 right-5 flex size-8 cursor-pointer items-center justify-center rounded-lg"
          >
            <X aria-hidden className="size-4" />
          </Dialog.Close>
          <div className="mt-5">{children}</div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
