import { RadioGroup } from 'radix-ui';
import type { ReactNode } from 'react';

import { cx } from './cx';

export interface Segment<V extends string> {
  value: V;
  label: string;
  icon?: ReactNode;
}

interface SegmentsProps<V extends string> {
  label: string;
  value: V;
  onChange: (value: V) => void;
  options: readonly Segment<V>[];
  /** Icons only; the label becomes the name. */
  compact?: boolean;
  className?: string;
}

/** A choice of one out of a few, all of them in sight; an arrow chooses at once. */
export function Segments<V extends string>({
  label,
  value,
  onChange,
  options,
  compact = false,
  className,
}: SegmentsProps<V>) {
  return (
    <RadioGroup.Root
      aria-label={label}
      value={value}
      onValueChange={(next) => {
        const option = options.find((each) => each.value === next);
        if (option !== undefined) onChange(option.value);
      }}
      className={cx('bg-sunken inline-flex rounded-[10px] p-1', className)}
    >
      {options.map((option) => (
        <RadioGroup.Item
          key={option.value}
          value={option.value}
          aria-label={compact ? option.label : undefined}
          title={compact ? option.label : undefined}
          className={cx(
            'inline-flex h-8 flex-1 cursor-pointer items-center justify-center gap-2 rounded-[7px] text-sm font-semibold whitespace-nowrap',
            'text-ink-soft hover:text-ink transition-colors duration-100 [&_svg]:size-4',
            'data-[state=checked]:bg-raised data-[state=checked]:text-ink data-[state=checked]:shadow-[0_1px_2px_rgb(0_0_0/0.14)]',
            compact ? 'w-8' : 'px-3',
          )}
        >
          {option.icon}
          {!compact && option.label}
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  );
}
