import { Check } from 'lucide-react';
import { Checkbox } from 'radix-ui';
import { useId, type ReactNode } from 'react';

interface TickProps {
  checked: boolean;
  onChange: (checked: boolean) => void;
  label: ReactNode;
  hint?: ReactNode;
}

/** A checkbox with the whole line to click on. */
export function Tick({ checked, onChange, label, hint }: TickProps) {
  const id = useId();
  return (
    <div className="flex gap-3">
      <Checkbox.Root
        id={id}
        checked={checked}
        onCheckedChange={(next) => onChange(next === true)}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        className="bg-sheet data-[state=checked]:bg-accent mt-px flex size-5 shrink-0 cursor-pointer items-center justify-center rounded-md shadow-[inset_0_0_0_1.5px_var(--edge)] data-[state=checked]:shadow-none"
      >
        <Checkbox.Indicator>
          <Check aria-hidden strokeWidth={3} className="text-on-accent size-3.5" />
        </Checkbox.Indicator>
      </Checkbox.Root>
      <div className="min-w-0">
        <label htmlFor={id} className="text-ink cursor-pointer text-base font-medium">
          {label}
        </label>
        {hint !== undefined && (
          <p id={`${id}-hint`} className="text-ink-soft text-sm">
            {hint}
          </p>
        )}
      </div>
    </div>
  );
}
