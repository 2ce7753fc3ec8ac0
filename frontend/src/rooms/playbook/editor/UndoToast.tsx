import { useEffect, useState } from 'react';

import { useStore } from '@/lib/store';
import { Toast } from '@/ui/Toast';

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
    <Toast
      id={shown?.entry.key ?? ''}
      text={shown === null ? null : `Removed “${titleOf(shown.entry)}”`}
      action="Put it back"
      onAction={editing.putBack}
    />
  );
}
