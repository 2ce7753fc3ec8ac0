import type { CallEvent, Evidence } from '@/wire/messages';

export interface Reached {
  id: string;
  /** The words it rests on; null when the salesperson ticked it. */
  evidence: Evidence | null;
}

/** The objectives that stood as reached at the end, in the order they were reached. */
export function pastObjectives(events: readonly CallEvent[]): Reached[] {
  const reached = new Map<string, Reached>();
  for (const event of events) {
    if (event.type !== 'objective') continue;
    reached.delete(event.id);
    if (event.done) reached.set(event.id, { id: event.id, evidence: event.evidence });
  }
  return [...reached.values()];
}

/** With which playbook the call was held; null before its log is read. */
export function playbookOf(
  events: readonly CallEvent[],
): { id: string; version: number | null } | null {
  const first = events[0];
  if (first?.type !== 'call_started') return null;
  return { id: first.playbook_id, version: first.playbook_version };
}
