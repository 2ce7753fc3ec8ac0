/** The editings of this tab: one a playbook, alive while its views come and go. */
import type { PlaybookDetail } from '../playbookApi';
import { createEditing, type Base, type Editing } from './editing';
import { keepDraft, keptDraft } from './keep';

const REST_MS = 300;
const open = new Map<string, Editing>();

export function baseOf({ version, playbook }: PlaybookDetail): Base {
  return { version, content: playbook };
}

/**
 * The editing of a playbook. Without changes of its own it follows what the server has; with changes
 * it stays on the version it began from.
 */
export function editingOf(detail: PlaybookDetail): Editing {
  const known = open.get(detail.id);
  if (known === undefined) {
    const editing = createEditing(baseOf(detail), keptDraft(detail.id));
    if (!editing.store.get().changed) editing.reset(baseOf(detail));
    open.set(detail.id, editing);
    keepWhileChanged(detail.id, editing);
    return editing;
  }
  const { changed, base } = known.store.get();
  if (!changed && base.version !== detail.version) known.reset(baseOf(detail));
  return known;
}

/** Forgets the editing of a playbook that is gone, with its draft. */
export function forgetEditing(id: string): void {
  open.delete(id);
  keepDraft(id, null);
}

function keepWhileChanged(id: string, editing: Editing): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const keep = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (open.get(id) !== editing) return;
    const { changed, base, draft, ids } = editing.store.get();
    keepDraft(id, changed ? { base, draft, ids } : null);
  };
  editing.store.subscribe(() => {
    timer ??= setTimeout(keep, REST_MS);
  });
  window.addEventListener('pagehide', keep);
}
