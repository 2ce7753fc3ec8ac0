import { createContext, useContext } from 'react';

import { clock } from '@/ui/time';

/** False for a call whose lines have no times of their own: those it has are made up. */
export const HasTimes = createContext(true);

/** How a moment of the call on show is written: as on a clock, or not at all. */
export function useMomentTime(): (ms: number) => string {
  return useContext(HasTimes) ? clock : () => '';
}
