import { Check, ChevronDown } from 'lucide-react';
import { Select } from 'radix-ui';

import { cx } from './cx';

/** Radix keeps the empty value for itself. */
const NONE = '\u0000none';

export interface QuietChoice {
  value: string;
  label: string;
  count?: number;
}

interface QuietPickerProps {
  label: string;
  value: string | undefined;
  /** What the choice of nothing is called; without it something is always chosen. */
  none?: string;
  choices: readonly QuietChoice[];
  onChange: (value: string | undefined) => void;
}

/** A filter that is only its name until something is chosen. */
export function QuietPicker({ label, value, none, choices, onChange }: QuietPickerProps) {
  const chosen = choices.find((choice) => choice.value === value);
  const active = chosen !== undefined && none !== undefined;
  return (
    <Select.Root
      value={value ?? NONE}
      onValueChange={(next) => onChange(next === NONE ? undefined : next)}
    >
      <Select.Trigger
        aria-label={chosen === undefined ? label : `${label}: ${chosen.label}`}
        className={cx(
          'inline-flex h-9 max-w-56 cursor-pointer items-center gap-1.5 rounded-lg px-2.5 text-base',
          active
            ? 'bg-accent-soft text-accent font-semibold'
            : 'text-ink-soft hover:bg-sunken hover:text-ink',
        )}
      >
        <span className="truncate">{chosen?.label ?? label}</span>
        <ChevronDown aria-hidden className="size-4 shrink-0" />
      </Select.Trigger>
      <Select.Portal>
        <Select.Content
          position="popper"
          sideOffset={6}
          collisionPadding={8}
          className="animate-fade bg-sheet shadow-float z-50 max-h-80 min-w-56 overflow-hidden rounded-xl p-1"
        >
          <Select.Viewport>
            {none !== undefined && <Item value={NONE} label={none} />}
            {choices.map((choice) => (
              <Item key={choice.value} {...choice} />
            ))}
          </Select.Viewport>
        </Select.Content>
      </Select.Portal>
    </Select.Root>
  );
}

function Item({ value, label, count }: QuietChoice) {
  return (
    <Select.Item
      value={value}
      className="text-ink data-highlighted:bg-sunken flex min-h-9 cursor-pointer items-center gap-3 rounded-lg px-2.5 py-1.5 text-base outline-none"
    >
      <Select.ItemText>{label}</Select.ItemText>
      {count !== undefined && (
        <span aria-hidden className="figures text-ink-faint text-sm">
          {count}
        </span>
      )}
      <Select.ItemIndicator className="ml-auto">
        <Check aria-hidden className="text-accent size-4" />
      </Select.ItemIndicator>
    </Select.Item>
  );
}
