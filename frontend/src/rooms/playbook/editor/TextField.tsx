import { useId, type ReactNode } from 'react';

import { cx } from '@/ui/cx';

import { controlId } from '../draft/address';
import type { Entry } from '../draft/content';
import { slotProblem } from '../draft/slots';
import { useEditor, useProblem } from './context';
import { GrowingText } from './GrowingText';

interface TextFieldProps<T extends Entry> {
  entry: T;
  field: keyof T & string;
  label: string;
  hint?: ReactNode;
  placeholder?: string;
  className?: string;
  /** Room for this many lines before it grows. */
  rows?: number;
  /** Larger words: those that are said aloud. */
  prominent?: boolean;
}

/** One text of an entry, with its label and what is wrong with it. */
export function TextField<T extends Entry>(props: TextFieldProps<T>) {
  const { entry, field, label, hint, placeholder, className, rows = 1, prominent = false } = props;
  const { editing, readOnly } = useEditor();
  const address = { key: entry.key, field };
  const refused = useProblem(address);
  const note = useId();
  const text = entry[field];
  const problem = refused ?? (typeof text === 'string' ? slotProblem(text) : undefined);
  return (
    <div className={cx('min-w-0', className)}>
      <label htmlFor={controlId(address)} className="text-ink mb-1.5 block text-sm font-semibold">
        {label}
      </label>
      <GrowingText
        id={controlId(address)}
        value={typeof text === 'string' ? text : ''}
        rows={rows}
        readOnly={readOnly}
        placeholder={placeholder}
        aria-invalid={problem !== undefined || undefined}
        aria-describedby={problem !== undefined || hint !== undefined ? note : undefined}
        onChange={(event) => editing.set(entry.key, { [field]: event.target.value }, true)}
        className={cx(
          'bg-sheet rounded-[10px] px-3 py-2.5 shadow-[inset_0_0_0_1px_var(--edge)]',
          'aria-invalid:shadow-[inset_0_0_0_2px_var(--alarm-fill)]',
          'read-only:bg-transparent read-only:shadow-[inset_0_0_0_1px_var(--line)]',
          prominent ? 'text-lg' : 'text-base',
        )}
      />
      <Note id={note} problem={problem} hint={hint} />
    </div>
  );
}

interface NoteProps {
  id: string;
  problem: string | undefined;
  hint?: ReactNode;
}

/** Below a field: what is wrong with it, else what it is for. */
export function Note({ id, problem, hint }: NoteProps) {
  if (problem === undefined && hint === undefined) return null;
  return (
    <p
      id={id}
      className={cx('mt-1.5 text-sm', problem === undefined ? 'text-ink-faint' : 'text-alarm')}
    >
      {problem === undefined ? hint : sentence(problem)}
    </p>
  );
}

/** "empty: write something" -> "Empty: write something." */
export function sentence(problem: string): string {
  const text = problem.trim();
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}`;
}
