import type { MouseEvent } from 'react';

/** A press with the mouse leaves the focus where it is, so that Space goes on to mean play. */
export function keepFocus(event: MouseEvent): void {
  event.preventDefault();
}
