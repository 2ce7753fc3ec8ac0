import { useEffect, useState } from 'react';

import { useStore } from '@/lib/store';

import { titleOf } from '../draft/words';
import { useEditor } from './context';

const SHOWN_MS = 9_000;

/** What was removed last, for a while, with the way to have it back. */
export function UndoToast() {
  const { editing } = useEditor();
  const { removed } = useStore(editing.store);
  const [over, setOver] = useState<typeof removed>(null);
  useEffect(() => {
    if (removed === null) return;
    const timer = setTimeout(() => setOver(removed), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [removed]);
  const shown = removed !== null && removed !== over ? removed : null;
  return (
    <div
      role="status"
      className="pointer-events-none fixed inset-x-0 bottom-6 z-30 flex justify-center px-4"
    >
      {shown !== null && (
        <p
          key={shown.entry.key}
          className="animate-arrive bg-ink text-canvas shadow-float pointer-events-auto flex max-w-lg items-center gap-4 rounded-xl py-2 pr-2 pl-4 text-base"
        >
          <span className="min-w-0 truncate">Removed “{titleOf(shown.entry)}”</span>
          <button
            type="button"
            onClick={editing.putBack}
            className="hover:bg-canvas/15 focus-visible:outline-canvas shrink-0 cursor-pointer rounded-lg px-3 py-1 font-semibold"
          >
            Put it back
          </button>
        </p>
      )}
    </div>
  );
}
