/** What is to be compared, as it is chosen in the page and as the server is asked. */
import type { PlaybookContent } from '../draft/content';
import type { ComparisonRequest } from './compareApi';

export const DRAFT = 'draft';

export interface Asked {
  /** A version, or the unsaved draft. */
  after: typeof DRAFT | number;
  before: number;
  /** So many of the latest calls, or these. */
  calls: number | readonly string[];
}

export function bodyOf(asked: Asked, draft: () => PlaybookContent): ComparisonRequest {
  return {
    ...(asked.after === DRAFT ? { playbook: { ...draft() } } : { version: asked.after }),
    against_version: asked.before,
    ...(typeof asked.calls === 'number' ? { latest: asked.calls } : { call_ids: [...asked.calls] }),
  };
}

/** The draft against what is saved; without one, the latest version against the one before. */
export function firstAsked(versions: readonly number[], changed: boolean, calls: number): Asked {
  const [latest = 1, earlier = latest] = versions;
  return changed
    ? { after: DRAFT, before: latest, calls }
    : { after: latest, before: earlier, calls };
}
