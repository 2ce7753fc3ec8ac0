import { request } from '@/wire/api';
import type { components } from '@/wire/types.gen';
import type { TurnLine } from './types';

type TurnsPage = components['schemas']['TurnsView'];

/** Lines of a call that began before `beforeMs` (call time), oldest first, at most a page. */
export async function fetchOlderTurns(callId: string, beforeMs: number): Promise<TurnLine[]> {
  const path = `/api/v1/calls/${encodeURIComponent(callId)}/turns`;
  const page = await request<TurnsPage>(path, {
    query: { before: Math.max(0, Math.round(beforeMs)), limit: 100 },
  });
  return page.turns.map((turn) => ({
    turnId: turn.id,
    speaker: turn.speaker,
    text: turn.text,
    isFinal: true,
    startMs: turn.start_ms,
    endMs: turn.end_ms,
    confidence: turn.confidence,
  }));
}
