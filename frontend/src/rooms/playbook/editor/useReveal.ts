import { useCallback, useEffect, useState } from 'react';

import { controlId, type Address } from '../draft/address';
import type { Editing } from '../draft/editing';
import { trailTo } from '../draft/tree';
import { sectionOf, type SectionId } from '../draft/words';
import { rowId } from './EntryRow';

const FRAMES = 20;

/**
 * Brings a field into view: its section is shown, the entries around it are opened, and it gets the
 * focus as soon as it is there.
 */
export function useReveal(
  editing: Editing,
  onSection: (section: SectionId) => void,
  onOpen: (keys: readonly string[]) => void,
): (address: Address) => void {
  const [wanted, setWanted] = useState<Address | null>(null);

  useEffect(() => {
    if (wanted === null) return;
    let frame = 0;
    let tries = 0;
    const attempt = (): void => {
      tries += 1;
      const control = controlOf(wanted);
      if (control === null && tries < FRAMES) frame = requestAnimationFrame(attempt);
      if (control === null || control === document.activeElement) return;
      control.scrollIntoView({ block: 'center' });
      control.focus({ preventScroll: true });
    };
    frame = requestAnimationFrame(attempt);
    return () => cancelAnimationFrame(frame);
  }, [wanted]);

  return useCallback(
    (address) => {
      const trail = trailTo(editing.store.get().draft, address.key);
      if (trail.length === 0) return;
      const section = sectionOf(trail, address.field);
      if (section !== null) onSection(section);
      onOpen(trail.map(({ entry }) => entry.key));
      setWanted({ ...address });
    },
    [editing, onSection, onOpen],
  );
}

/** The control of a field; of a list its button for a new line, of anything else its row. */
function controlOf({ key, field }: Address): HTMLElement | null {
  const control =
    document.getElementById(controlId({ key, field })) ??
    document.getElementById(controlId({ key, field: `${field}-add` })) ??
    document.getElementById(rowId(key));
  if (control === null || control.matches('input, textarea, button')) return control;
  return control.querySelector<HTMLElement>('button, input, textarea') ?? control;
}
