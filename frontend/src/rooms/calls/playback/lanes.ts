import { objectionName, type StageId } from '@/ui/words';
import type { CallEvent, Evidence } from '@/wire/messages';

import { cardOutcome } from '../EntryView';
import type { HandledObjection } from '../review/reviewApi';
import type { Entry } from '../timeline';

export type MarkKind =
  | 'objection'
  | 'faint_objection'
  | 'buying_signal'
  | 'question'
  | 'used'
  | 'shown'
  | 'dismissed'
  | 'mark'
  | 'note'
  | 'promise';

/** Something that happened at a moment. `at` is where it is heard, `key` where it is read. */
export interface LaneMark {
  id: string;
  at: number;
  key: string;
  kind: MarkKind;
  name: string;
}

export interface StageSpan {
  stage: StageId;
  startMs: number;
  endMs: number;
  key: string;
}

export interface Lane {
  name: string;
  marks: LaneMark[];
}

export interface CallMap {
  stages: StageSpan[];
  lanes: Lane[];
}

const SIGNAL_NAMES = { buying_signal: 'Buying signal', question: 'They asked' } as const;

/** What a call was made of, along its time: lanes that are empty are left out. `counted`: the
 * objections of its review, once there is one; others that were heard are shown fainter. */
export function mapOf(
  entries: readonly Entry[],
  events: readonly CallEvent[],
  durationMs: number,
  counted: readonly HandledObjection[] | null = null,
): CallMap {
  const lanes: Lane[] = [
    { name: 'Signals', marks: signalMarks(events, counted) },
    { name: 'Cards', marks: cardMarks(entries) },
    { name: 'Notes', marks: noteMarks(entries) },
  ];
  return {
    stages: stageSpans(entries, durationMs),
    lanes: lanes.filter(({ marks }) => marks.length > 0),
  };
}

function stageSpans(entries: readonly Entry[], durationMs: number): StageSpan[] {
  const begun = entries.flatMap((entry) =>
    entry.kind === 'stage' ? [{ stage: entry.stage, at: entry.at, key: entry.key }] : [],
  );
  if (begun.length === 0) return [];
  // Every call begins with the opening, which nobody announces.
  const [first] = begun;
  if (first !== undefined && first.at > 0) {
    const key = entries.find(({ kind }) => kind === 'turn')?.key ?? first.key;
    begun.unshift({ stage: 'opening', at: 0, key });
  }
  return begun
    .map(({ stage, at, key }, place) => ({
      stage,
      startMs: at,
      endMs: begun[place + 1]?.at ?? durationMs,
      key,
    }))
    .filter(({ startMs, endMs }) => endMs > startMs);
}

function signalMarks(
  events: readonly CallEvent[],
  counted: readonly HandledObjection[] | null,
): LaneMark[] {
  return events.flatMap((event) => {
    if (event.type !== 'signal' || event.withdrawn) return [];
    const { kind, evidence, objection_type: type } = event;
    if (kind !== 'objection' && kind !== 'buying_signal' && kind !== 'question') return [];
    const faint =
      kind === 'objection' &&
      counted !== null &&
      !counted.some((each) => each.type === type && isPartOf(evidence, each));
    const said = kind === 'objection' ? objectionName(type) : SIGNAL_NAMES[kind];
    const mark: LaneMark = {
      id: `signal-${event.seq}`,
      at: evidence.start_ms,
      key: evidence.turn_id,
      kind: faint ? 'faint_objection' : kind,
      name: faint ? `${said}, not counted in the review` : said,
    };
    return [mark];
  });
}

/** Until it is answered an objection is one, however many turns of the customer it goes on over:
 * the review has the first of them. */
function isPartOf(heard: Evidence, { evidence, answer }: HandledObjection): boolean {
  if (heard.turn_id === evidence.turn_id) return true;
  const answeredAt = answer?.start_ms ?? Infinity;
  return evidence.start_ms <= heard.start_ms && heard.start_ms <= answeredAt;
}

function cardMarks(entries: readonly Entry[]): LaneMark[] {
  return entries.flatMap((entry) => {
    if (entry.kind !== 'card') return [];
    const { card } = entry;
    const used = card.ending === 'used' || card.ending === 'said';
    const against = card.ending === 'dismissed' || card.ending === 'wrong';
    const mark: LaneMark = {
      id: entry.key,
      at: card.evidence.start_ms,
      key: entry.key,
      kind: used ? 'used' : against ? 'dismissed' : 'shown',
      name: `${card.title}: ${cardOutcome(card).toLowerCase()}`,
    };
    return [mark];
  });
}

function noteMarks(entries: readonly Entry[]): LaneMark[] {
  return entries.flatMap((entry): LaneMark[] => {
    const { key, at } = entry;
    switch (entry.kind) {
      case 'mark':
        return [{ id: key, at, key, kind: 'mark', name: entry.label ?? 'Marked' }];
      case 'note':
        return [{ id: key, at, key, kind: 'note', name: entry.text }];
      case 'promise': {
        const { what, evidence } = entry.promise;
        const name = `Promised: ${what}`;
        return [{ id: key, at: evidence.start_ms, key, kind: 'promise', name }];
      }
      default:
        return [];
    }
  });
}

/** Where each entry of the transcript is heard, by its key. */
export function placesOf(entries: readonly Entry[]): Map<string, number> {
  return new Map(
    entries.map((entry) => {
      if (entry.kind === 'card') return [entry.key, entry.card.evidence.start_ms];
      if (entry.kind === 'promise') return [entry.key, entry.promise.evidence.start_ms];
      return [entry.key, entry.at];
    }),
  );
}

/** Whether the two sides were swapped after the call: its recording has them as it ended. */
export function swappedSince(events: readonly CallEvent[]): boolean {
  const end = events.findIndex(({ type }) => type === 'call_ended');
  if (end < 0) return false;
  return events.slice(end).filter(({ type }) => type === 'speakers_swapped').length % 2 === 1;
}
