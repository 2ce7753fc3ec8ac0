/** The playbook that the views of one address share: what the server has, the draft, the saving. */
import { createContext, use } from 'react';

import type { Editing } from '../draft/editing';
import type { PlaybookDetail } from '../playbookApi';
import type { Saving } from './useSaving';

export interface Shell {
  detail: PlaybookDetail;
  editing: Editing;
  saving: Saving;
}

export const ShellContext = createContext<Shell | null>(null);

export function useShell(): Shell {
  const shell = use(ShellContext);
  if (shell === null) throw new Error('There is no playbook above this view.');
  return shell;
}
