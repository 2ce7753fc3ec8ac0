import { useEffect } from 'react';

import { comboOf } from '@/lib/hotkeys';

import { useSteady } from './useSteady';

/** Where a text has an undo of its own: a field beside the playbook, a window over it. */
const ELSEWHERE = '[data-own-undo], [role="dialog"]';

/**
 * Undo and redo by keys. They are heard by the whole document: right after something was removed
 * the focus is nowhere for a moment, and that is when somebody wants it back.
 */
export function useUndoKeys(undo: () => void, redo: () => void, enabled: boolean): void {
  const pressed = useSteady((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing) return;
    if (event.target instanceof Element && event.target.closest(ELSEWHERE) !== null) return;
    const combo = comboOf(event);
    if (combo === 'ctrl+z') undo();
    else if (combo === 'ctrl+y' || combo === 'ctrl+shift+z') redo();
    else return;
    event.preventDefault();
  });
  useEffect(() => {
    if (!enabled) return;
    window.addEventListener('keydown', pressed);
    return () => window.removeEventListener('keydown', pressed);
  }, [enabled, pressed]);
}
