import { cx } from '@/ui/cx';

import type { Saving } from './useSaving';

interface NoteProps {
  id: string;
  saving: Saving;
  byEnvironment?: boolean;
  /** What is said when there is nothing else to say. */
  hint?: string;
  /** What is said once it is kept. */
  saved?: string;
  /** Takes no room while it says nothing. */
  collapses?: boolean;
}

/** What became of a field: who set it, whether it is saved, or why not. */
export function Note({
  id,
  saving,
  byEnvironment = false,
  hint = '',
  saved = 'Saved. Used from the next call on.',
  collapses = false,
}: NoteProps) {
  const { state, refused } = saving;
  const text = byEnvironment
    ? 'Set by the environment of the server.'
    : refused !== null
      ? `Not saved. ${refused}`
      : state === 'saved'
        ? saved
        : hint;
  return (
    <p
      id={id}
      role="status"
      className={cx(
        'text-sm',
        collapses ? 'not-empty:mt-1.5' : 'mt-1.5 min-h-5',
        refused === null ? 'text-ink-faint' : 'text-alarm font-medium',
      )}
    >
      {text}
    </p>
  );
}
