/** Where somebody speaks, by the transcript: nothing is guessed from how loud it is. */

export interface Span {
  startMs: number;
  endMs: number;
}

interface Spoken {
  start_ms: number;
  end_ms: number;
}

/** Breath before the first word and after the last one. */
const LEAD_MS = 250;
const TAIL_MS = 400;
/** Shorter silences belong to the talk. */
const WORTH_SKIPPING_MS = 1200;

/** The stretches in which somebody speaks, in order, apart from each other. */
export function spokenSpans(turns: readonly Spoken[]): Span[] {
  const spans: Span[] = [];
  const inOrder = [...turns].sort((a, b) => a.start_ms - b.start_ms);
  for (const { start_ms, end_ms } of inOrder) {
    const span = { startMs: Math.max(0, start_ms - LEAD_MS), endMs: end_ms + TAIL_MS };
    const last = spans.at(-1);
    if (last !== undefined && span.startMs <= last.endMs) {
      last.endMs = Math.max(last.endMs, span.endMs);
    } else spans.push(span);
  }
  return spans;
}

/**
 * Where to go on from `atMs` so that the silence around it is left out; null where somebody speaks,
 * where the silence is short, and after the last words.
 */
export function afterSilence(spans: readonly Span[], atMs: number): number | null {
  const next = spans.find((span) => span.endMs > atMs);
  if (next === undefined || next.startMs - atMs < WORTH_SKIPPING_MS) return null;
  return next.startMs;
}
