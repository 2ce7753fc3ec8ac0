import { Check, ChevronDown } from 'lucide-react';
import { Select } from 'radix-ui';
import { useId } from 'react';

export interface Choice {
  value: string;
  label: string;
}

interface PickerProps {
  label: string;
  value: string | undefined;
  onChange: (value: string) => void;
  choices: readonly Choice[];
  placeholder: string;
  disabled?: boolean;
}

/**
 * A labelled list to choose from. A choice with an empty value is left out: Radix has no use for it.
 * A value that is not among the choices (an alias such as "default") shows the placeholder.
 */
export function Picker({ label, value, onChange, choices, placeholder, disabled }: PickerProps) {
  const id = useId();
  const known = choices.some((choice) => choice.value === value);
  return (
    <div className="min-w-0">
      <span id={id} className="text-ink mb-1.5 block text-sm font-semibold">
        {label}
      </span>
      <Select.Root value={known ? value : ''} onValueChange={onChange} disabled={disabled}>
        <Select.Trigger
          aria-labelledby={id}
          className="bg-sheet text-ink data-placeholder:text-ink-faint flex h-11 w-full cursor-pointer items-center justify-between gap-2 rounded-[10px] px-3 text-left text-base shadow-[inset_0_0_0_1px_var(--edge)] disabled:cursor-not-allowed disabled:opacity-60"
        >
          <span className="truncate">
            <Select.Value placeholder={placeholder} />
          </span>
          <Select.Icon>
            <ChevronDown aria-hidden className="text-ink-soft size-4" />
          </Select.Icon>
        </Select.Trigger>
        <Select.Portal>
          <Select.Content
            position="popper"
            sideOffset={6}
            className="animate-fade bg-sheet shadow-float z-50 max-h-80 w-(--radix-select-trigger-width) min-w-64 overflow-hidden rounded-xl p-1"
          >
            <Select.Viewport>
              {choices
                .filter((choice) => choice.value !== '')
                .map((choice) => (
                  <Select.Item
                    key={choice.value}
                    value={choice.value}
                    className="text-ink data-highlighted:bg-sunken flex min-h-9 cursor-pointer items-center justify-between gap-3 rounded-lg px-2.5 py-1.5 text-base outline-none"
                  >
                    <Select.ItemText>{choice.label}</Select.ItemText>
                    <Select.ItemIndicator>
                      <Check aria-hidden className="text-accent size-4" />
                    </Select.ItemIndicator>
                  </Select.Item>
                ))}
            </Select.Viewport>
          </Select.Content>
        </Select.Portal>
      </Select.Root>
    </div>
  );
}
