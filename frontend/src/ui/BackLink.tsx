import { createLink } from '@tanstack/react-router';
import { ArrowLeft } from 'lucide-react';
import type { ComponentProps } from 'react';

function BackAnchor({ children, ...rest }: ComponentProps<'a'>) {
  return (
    <a
      {...rest}
      className="text-ink-soft hover:text-ink -ml-1 inline-flex max-w-full items-center gap-2 rounded-lg px-1 text-base font-medium"
    >
      <ArrowLeft aria-hidden className="size-4 shrink-0" />
      <span className="truncate">{children}</span>
    </a>
  );
}

/** Above a page's title: to what it is a part of. */
export const BackLink = createLink(BackAnchor);
