import { useId, type ReactNode } from 'react';

import { cx } from '@/ui/cx';

import { GrowingText } from '../editor/GrowingText';
import { Note } from '../editor/TextField';

interface AnswerFieldProps {
  /** The field's name, by which problems find it. */
  name: string;
  label: string;
  value: string;
  onChange: (value: string) => void;
  problem: string | undefined;
  maxLength: number;
  placeholder?: string;
  hint?: ReactNode;
  optional?: boolean;
  hideLabel?: boolean;
  autoFocus?: boolean;
  rows?: number;
}

/** One question of the first run with its answer. Enter goes on. */
export function AnswerField(props: AnswerFieldProps) {
  const { name, label, value, onChange, problem, hint, rows = 1, ...rest } = props;
  const { optional = false, hideLabel = false, ...field } = rest;
  const id = useId();
  return (
    <div className="min-w-0">
      <label
        htmlFor={id}
        className={cx(
          hideLabel ? 'sr-only' : 'text-ink mb-1.5 flex items-baseline gap-2 text-sm font-semibold',
        )}
      >
        {label}
        {optional && <span className="text-ink-faint font-normal">optional</span>}
      </label>
      <GrowingText
        id={id}
        name={name}
        value={value}
        rows={rows}
        aria-invalid={problem !== undefined || undefined}
        aria-describedby={problem !== undefined || hint !== undefined ? `${id}-note` : undefined}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
          event.preventDefault();
          event.currentTarget.form?.requestSubmit();
        }}
        className="bg-sheet rounded-xl px-4 py-2.5 text-lg shadow-[inset_0_0_0_1px_var(--edge)] aria-invalid:shadow-[inset_0_0_0_2px_var(--alarm-fill)]"
        {...field}
      />
      <Note id={`${id}-note`} problem={problem} hint={hint} />
    </div>
  );
}
