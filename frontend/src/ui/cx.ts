import { clsx, type ClassValue } from 'clsx';
import { extendTailwindMerge } from 'tailwind-merge';

const merge = extendTailwindMerge({
  extend: { theme: { shadow: ['sheet', 'float'], text: ['xs', 'sm', 'base', 'lg'] } },
});

/** Joins class names; of two that set the same property the later one wins. */
export function cx(...classes: ClassValue[]): string {
  return merge(clsx(classes));
}
