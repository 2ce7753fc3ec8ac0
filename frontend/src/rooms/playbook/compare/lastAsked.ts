/** What was last compared in this tab, so that it can be run again when the server forgot it. */
import type { Asked } from './asked';

interface Kept {
  run: string;
  asked: Asked;
}

const place = (playbookId: string): string => `salescoach.compared.${playbookId}`;

export function keepAsked(playbookId: string, run: string, asked: Asked): void {
  try {
    sessionStorage.setItem(place(playbookId), JSON.stringify({ run, asked } satisfies Kept));
  } catch {
    // Without storage it has to be chosen again.
  }
}

/** What `run` was asked; null when this tab does not know. */
export function askedIn(playbookId: string, run: string): Asked | null {
  try {
    const kept = JSON.parse(sessionStorage.getItem(place(playbookId)) ?? 'null') as Kept | null;
    return kept?.run === run ? kept.asked : null;
  } catch {
    return null;
  }
}
