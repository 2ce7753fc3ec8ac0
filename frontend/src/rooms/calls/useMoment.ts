import { useSearch } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';

interface Turns {
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  fetchNextPage: () => unknown;
}

interface Page {
  turns: readonly { id: string }[];
}

/**
 * The turn that the page's address asks for, brought into sight once it is there; what came before
 * is loaded until it is. Null when the address asks for none.
 */
export function useMoment(turns: Turns, pages: readonly Page[] | undefined): string | null {
  const search: { turn?: unknown } = useSearch({ strict: false });
  const wanted = typeof search.turn === 'string' ? search.turn : null;
  const shown = useRef<string>(null);
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = turns;
  useEffect(() => {
    if (wanted === null) shown.current = null;
    if (wanted === null || wanted === shown.current || pages === undefined) return;
    if (!pages.some((page) => page.turns.some(({ id }) => id === wanted))) {
      if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
      return;
    }
    const show = (): void => {
      const line = document.getElementById(wanted);
      if (line === null) return;
      shown.current = wanted;
      line.scrollIntoView({ block: 'center' });
      line.focus({ preventScroll: true });
    };
    show();
    // Lines out of sight have only an estimated height: the second time they are measured.
    const again = requestAnimationFrame(show);
    return () => cancelAnimationFrame(again);
  });
  return wanted;
}
