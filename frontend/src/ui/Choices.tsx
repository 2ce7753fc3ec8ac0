import { RadioGroup } from 'radix-ui';
import { useId } from 'react';

import { cx } from './cx';

export interface Option<V extends string> {
  value: V;
  label: string;
  hint?: string;
}

interface ChoicesProps<V extends string> {
  legend: string;
  value: V | null;
  onChange: (value: V) => void;
  options: readonly Option<V>[];
  /** What is wrong with the answer, or with none. */
  problem?: string | undefined;
}

/** One out of a few, each with a line that says what it means. Nothing is chosen beforehand. */
export function Choices<V extends string>(props: ChoicesProps<V>) {
  const { legend, value, onChange, options, problem } = props;
  const id = useId();
  return (
    <div>
      <p id={id} className="text-ink mb-2 text-sm font-semibold">
        {legend}
      </p>
      <RadioGroup.Root
        aria-labelledby={id}
        aria-invalid={problem !== undefined || undefined}
        aria-describedby={problem === undefined ? undefined : `${id}-problem`}
        value={value ?? ''}
        onValueChange={(next) => {
          const option = options.find((each) => each.value === next);
          if (option !== undefined) onChange(option.value);
        }}
        className="space-y-0.5"
      >
        {options.map((option) => (
          <label
            key={option.value}
            className={cx(
              '-mx-3 flex cursor-pointer gap-3 rounded-xl px-3 py-2 transition-colors duration-100',
              value === option.value ? 'bg-accent-soft' : 'hover:bg-sunken',
            )}
          >
            <RadioGroup.Item
              value={option.value}
              aria-label={option.label}
              className="bg-sheet mt-0.5 flex size-5 shrink-0 cursor-pointer items-center justify-center rounded-full shadow-[inset_0_0_0_1.5px_var(--edge)] data-[state=checked]:shadow-[inset_0_0_0_6px_var(--accent)]"
            />
            <span className="min-w-0">
              <span className="text-ink block text-base font-medium">{option.label}</span>
              {option.hint !== undefined && (
                <span className="text-ink-soft block text-sm">{option.hint}</span>
              )}
            </span>
          </label>
        ))}
      </RadioGroup.Root>
      {problem !== undefined && (
        <p id={`${id}-problem`} className="text-alarm mt-2 text-sm">
          {problem}
        </p>
      )}
    </div>
  );
}
