import { AlertDialog } from 'radix-ui';
import type { ReactNode } from 'react';

import { Button, buttonClass } from './Button';
import { cx } from './cx';
import { useOpener } from './useOpener';
import { SCRIM, WINDOW } from './Window';

interface ConfirmProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  children: ReactNode;
  confirm: string;
  cancel?: string;
  busy?: boolean;
  disabled?: boolean;
  onConfirm: () => void;
}

/** Asks before something that cannot be taken back. It stays open until the caller closes it. */
export function Confirm({
  open,
  onOpenChange,
  title,
  children,
  confirm,
  cancel = 'Keep it',
  busy = false,
  disabled = false,
  onConfirm,
}: ConfirmProps) {
  const back = useOpener(open);
  return (
    <AlertDialog.Root open={open} onOpenChange={onOpenChange}>
      <AlertDialog.Portal>
        <AlertDialog.Overlay className={SCRIM} />
        <AlertDialog.Content className={cx(WINDOW, 'max-w-md')} onCloseAutoFocus={back}>
          <AlertDialog.Title className="text-ink text-xl font-semibold">{title}</AlertDialog.Title>
          <AlertDialog.Description asChild>
            <div className="text-ink-soft mt-2 text-base">{children}</div>
          </AlertDialog.Description>
          <div className="mt-6 flex justify-end gap-2">
            <AlertDialog.Cancel className={buttonClass('secondary')}>{cancel}</AlertDialog.Cancel>
            <Button tone="alarm" busy={busy} disabled={disabled} onClick={onConfirm}>
              {confirm}
            </Button>
          </div>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
