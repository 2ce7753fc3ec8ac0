import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';

import type { CallSummary } from '../callsApi';
import { DeleteCall } from '../DeleteCall';
import type { Deletion } from '../historyApi';
import { DeleteCustomer } from './DeleteCustomer';
import { lastDeletion } from './lastDeletion';

interface DeletingProps {
  call: CallSummary;
  open: boolean;
  onClose: () => void;
}

/** Asks whether the call goes, or everything of its customer; the history says what went. */
export function Deleting({ call, open, onClose }: DeletingProps) {
  const [everything, setEverything] = useState(false);
  const navigate = useNavigate();
  const close = (): void => {
    setEverything(false);
    onClose();
  };
  const deleted = (deletion: Deletion): void => {
    lastDeletion.set(deletion);
    void navigate({ to: '/calls' });
  };
  if (open && everything && call.customer) {
    const { name, company } = call.customer;
    return <DeleteCustomer name={name} company={company} onClose={close} onDeleted={deleted} />;
  }
  return (
    <DeleteCall
      call={open ? call : null}
      onClose={close}
      onDeleted={deleted}
      onEverything={() => setEverything(true)}
    />
  );
}
