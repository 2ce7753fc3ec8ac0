/** Unsaved drafts of this tab, kept over a reload (not over closing the tab). */
import type { Kept } from './editing';

const SHAPE = 1;
const name = (id: string): string => `salescoach.playbook.${id}`;

/** Null forgets the draft. */
export function keepDraft(id: string, kept: Kept | null): void {
  try {
    if (kept === null) sessionStorage.removeItem(name(id));
    else sessionStorage.setItem(name(id), JSON.stringify({ shape: SHAPE, ...kept }));
  } catch {
    // Without storage, or with it full, a reload loses the draft; the browser asks before one.
  }
}

export function keptDraft(id: string): Kept | undefined {
  try {
    const kept = JSON.parse(sessionStorage.getItem(name(id)) ?? 'null') as
      (Kept & { shape: unknown }) | null;
    if (kept?.shape !== SHAPE || typeof kept.base.version !== 'number') return undefined;
    if (kept.draft.key !== 'playbook' || kept.draft.product.key !== 'product') return undefined;
    return { base: kept.base, draft: kept.draft, ids: kept.ids };
  } catch {
    return undefined;
  }
}
