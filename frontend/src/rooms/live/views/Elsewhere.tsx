import { MonitorPlay } from 'lucide-react';

import { Button } from '@/ui/Button';

interface ElsewhereProps {
  onTakeBack: () => void;
  onLeave: () => void;
}

/** Another tab goes on with the call: where it is, and how it comes back. Nothing happens here by
 * itself, or two tabs would take it from each other. */
export function Elsewhere({ onTakeBack, onLeave }: ElsewhereProps) {
  return (
    <div
      role="status"
      className="mx-auto flex h-full max-w-xl flex-col items-center justify-center px-6 py-16 text-center"
    >
      <MonitorPlay aria-hidden className="text-accent size-10 stroke-[1.5]" />
      <h1 className="text-ink mt-6 text-2xl font-semibold tracking-[-0.01em]">
        Your call goes on in another tab
      </h1>
      <p className="text-ink-soft mt-3 text-lg">
        This one no longer listens. What it heard is part of the call.
      </p>
      <div className="mt-8 flex flex-wrap justify-center gap-3">
        <Button tone="quiet" onClick={onLeave}>
          Leave it there
        </Button>
        <Button tone="primary" onClick={onTakeBack}>
          Bring it back here
        </Button>
      </div>
    </div>
  );
}
