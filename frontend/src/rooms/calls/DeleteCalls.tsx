import { Banner } from '@/ui/Banner';
import { Confirm } from '@/ui/Confirm';

import type { Deletion, FoundCall } from './historyApi';
import { useDeleteCalls } from './historyQueries';

interface DeleteCallsProps {
  /** The calls to be deleted; none keep the question away. */
  calls: readonly FoundCall[];
  onClose: () => void;
  onDeleted: (deletion: Deletion) => void;
}

/** Asks before calls are deleted for ever. */
export function DeleteCalls({ calls, onClose, onDeleted }: DeleteCallsProps) {
  const remove = useDeleteCalls((deletion) => {
    onClose();
    onDeleted(deletion);
  });
  const [first] = calls;
  const open = calls.filter(({ status }) => status !== 'ended').length;
  const title =
    calls.length > 1
      ? `Delete ${calls.length} calls?`
      : first?.customer
        ? `Delete the call with ${first.customer.name}?`
        : 'Delete this call?';
  return (
    <Confirm
      open={calls.length > 0}
      onOpenChange={(stays) => {
        if (stays) return;
        remove.reset();
        onClose();
      }}
      title={title}
      confirm="Delete for ever"
      cancel={calls.length > 1 ? 'Keep them' : 'Keep it'}
      busy={remove.isPending}
      onConfirm={() => remove.mutate(calls.map(({ id }) => id))}
    >
      {open > 0 &&
        (calls.length > 1
          ? `${open} of them ${open === 1 ? 'has' : 'have'} not ended yet. `
          : 'It has not ended yet and is ended first. ')}
      {calls.length > 1 ? 'Their transcripts' : 'Its transcript'}, cards, notes and sound are
      deleted. This cannot be undone.
      {remove.isError && (
        <Banner tone="alarm" title="Nothing could be deleted" className="mt-4">
          {remove.error.message}
        </Banner>
      )}
    </Confirm>
  );
}
