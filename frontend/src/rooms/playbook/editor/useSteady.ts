import { useCallback, useLayoutEffect, useRef } from 'react';

/**
 * The same function for ever, which does what the latest `action` does: for handlers of memoized
 * rows. It is not to be called while rendering.
 */
export function useSteady<A extends unknown[], R>(action: (...given: A) => R): (...given: A) => R {
  const latest = useRef(action);
  useLayoutEffect(() => {
    latest.current = action;
  });
  return useCallback((...given: A) => latest.current(...given), []);
}
