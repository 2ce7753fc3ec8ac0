import type { GapLine, TurnLine } from '../state/types';

export type Row =
  | { key: string; kind: 'turn'; line: TurnLine; opens: boolean }
  | { key: string; kind: 'gap'; gap: GapLine };

/**
 * Lines and gaps in the order of the call. `opens`: the line is the first of its speaker, after the
 * other one or after a gap. A turn that is in both lists is taken from `turns`.
 */
export function transcriptRows(
  older: readonly TurnLine[],
  turns: readonly TurnLine[],
  gaps: readonly GapLine[],
): Row[] {
  const held = new Set(turns.map((line) => line.turnId));
  const lines = [...older.filter((line) => !held.has(line.turnId)), ...turns];
  const first = lines[0]?.startMs ?? 0;
  const entries = [
    ...lines.map((line) => ({ at: line.startMs, line, gap: null })),
    ...gaps
      .filter((gap) => gap.endMs >= first && gap.endMs - gap.startMs >= 1000)
      .map((gap) => ({ at: gap.startMs, line: null, gap })),
  ].sort((a, b) => a.at - b.at);

  const rows: Row[] = [];
  let speaker: string | null = null;
  for (const { line, gap } of entries) {
    if (line !== null) {
      rows.push({ key: line.turnId, kind: 'turn', line, opens: line.speaker !== speaker });
      speaker = line.speaker;
    } else {
      const key = `gap-${gap.startMs}-${gap.channel ?? 'all'}-${gap.reason}`;
      rows.push({ key, kind: 'gap', gap });
      speaker = null;
    }
  }
  return rows;
}
