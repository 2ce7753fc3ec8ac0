import { Banner } from '@/ui/Banner';
import { Button } from '@/ui/Button';
import { Confirm } from '@/ui/Confirm';

import { useDeleteCall } from './callQueries';
import type { CallSummary } from './callsApi';
import type { Deletion } from './historyApi';

interface DeleteCallProps {
  /** The call to be deleted; null keeps the question away. */
  call: CallSummary | null;
  onClose: () => void;
  onDeleted: (deletion: Deletion) => void;
  /** Asked for all calls with this customer instead. */
  onEverything: () => void;
}

export function DeleteCall({ call, onClose, onDeleted, onEverything }: DeleteCallProps) {
  const remove = useDeleteCall((deleted) => {
    onClose();
    onDeleted({ deleted: [deleted], kept: [] });
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
      {call?.customer && (
        <p className="mt-3">
          <Button size="sm" tone="quiet" className="-ml-2.5" onClick={onEverything}>
            Delete everything of {call.customer.name} instead
          </Button>
        </p>
      )}
      {remove.isError && (
        <Banner tone="alarm" title="It could not be deleted" className="mt-4">
          {remove.error.message}
        </Banner>
      )}
    </Confirm>
  );
}
