import { createContext, useContext } from 'react';

import type { Corrections } from './useCorrections';

export const EditsContext = createContext<Corrections | null>(null);

/** Null where lines cannot be corrected: the call goes on. */
export function useEdits(): Corrections | null {
  return useContext(EditsContext);
}
