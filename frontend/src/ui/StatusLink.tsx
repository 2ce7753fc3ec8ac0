import { createLink } from '@tanstack/react-router';
import type { ComponentProps } from 'react';

/** To how the server is, from where something went wrong; by itself it is a page load. */
export function StatusAnchor(rest: ComponentProps<'a'>) {
  return (
    <a
      href="/status"
      {...rest}
      className="text-ink-soft hover:text-ink mt-2 basis-full rounded-lg text-sm underline decoration-(--line) underline-offset-4"
    >
      Status of the server
    </a>
  );
}

export const StatusLink = createLink(StatusAnchor);
