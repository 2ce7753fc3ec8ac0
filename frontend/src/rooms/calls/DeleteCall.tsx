import { Banner } from '@/ui/Banner';
import { Confirm } from '@/ui/Confirm';

import { useDeleteCall } from './callQueries';
import type { CallSummary } from './callsApi';

interface DeleteCallProps {
  /** The call to be deleted; null keeps the question away. */
  call: CallSummary | null;
  onClose: () => void;
  onDeleted?: () => void;
}

export function DeleteCall({ call, onClose, onDeleted }: DeleteCallProps) {
  const remove = useDeleteCall(() => {
    onClose();
    onDeleted?.();
  });
  return (
    <Confirm
      open={call !== null}
      onOpenChange={(open) => {
        if (open) return;
        remove.reset();
        onClose();
      }}
      title={call?.customer ? `Delete the call with ${call.customer.name}?` : 'Delete this call?'}
      confirm="Delete for ever"
      busy={remove.isPending}
      onConfirm={() => {
        if (call !== null) remove.mutate(call.id);
      }}
    >
      {call !== null && call.status !== 'ended' && 'It has not ended yet and is ended first. '}
      Its transcript, cards, notes and sound are deleted. This cannot be undone.
      {remove.isError && (
        <Banner tone="alarm" title="It could not be deleted" className="mt-4">
          {remove.error.message}
        </Banner>
      )}
    </Confirm>
  );
}
