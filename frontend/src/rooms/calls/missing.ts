/** What a call's transcript lacks, as its exports tell it. */
import type { CallEvent } from '@/wire/messages';

type Gap = Extract<CallEvent, { type: 'gap' }>;

export interface Missing {
  startMs: number;
  endMs: number;
  reason: Gap['reason'];
}

/** Less is not told. */
const LEAST_MS = 1000;

/** What both channels lack at the same time is told once. */
export function missingOf(events: readonly CallEvent[]): Missing[] {
  const gaps = events.filter((event): event is Gap => event.type === 'gap');
  const found: Missing[] = [];
  for (const gap of [...gaps].sort((a, b) => a.start_ms - b.start_ms)) {
    const before = found.findLast(({ reason }) => reason === gap.reason);
    if (before !== undefined && gap.start_ms <= before.endMs) {
      before.endMs = Math.max(before.endMs, gap.end_ms);
    } else {
      found.push({ startMs: gap.start_ms, endMs: gap.end_ms, reason: gap.reason });
    }
  }
  return found.filter(({ startMs, endMs }) => endMs - startMs >= LEAST_MS);
}
