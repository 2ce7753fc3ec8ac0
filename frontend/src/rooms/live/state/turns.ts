import type { Speaker, Transcription } from '@/wire/messages';
import type { LiveState, TurnLine } from './types';

export const TURNS_IN_MEMORY = 100;

function lineOf(said: Transcription): TurnLine {
  return {
    turnId: said.turn_id,
    speaker: said.speaker,
    text: said.text,
    isFinal: said.is_final,
    startMs: said.start_ms,
    endMs: said.end_ms,
    confidence: said.confidence,
  };
}

function lastIndexOf(turns: readonly TurnLine[], turnId: string): number {
  for (let i = turns.length - 1; i >= 0; i -= 1) if (turns[i]?.turnId === turnId) return i;
  return -1;
}

/**
 * The lines with a turn as it is now: replaced where it stands, else put where it began. A turn
 * whose words were taken back (an echo, noise) goes; one that was let go of stays gone.
 */
export function addTranscription(state: LiveState, said: Transcription): LiveState {
  const known = lastIndexOf(state.turns, said.turn_id);
  if (said.text === '') {
    return known < 0 ? state : { ...state, turns: state.turns.toSpliced(known, 1) };
  }
  const line = lineOf(said);
  if (known >= 0) return { ...state, turns: state.turns.with(known, line) };
  const first = state.turns[0];
  if (state.hasOlderTurns && first && line.startMs < first.startMs) return state;
  let at = state.turns.length;
  while (at > 0 && (state.turns[at - 1]?.startMs ?? 0) > line.startMs) at -= 1;
  const turns = state.turns.toSpliced(at, 0, line);
  if (turns.length <= TURNS_IN_MEMORY) return { ...state, turns };
  return { ...state, turns: turns.slice(-TURNS_IN_MEMORY), hasOlderTurns: true };
}

export function swapped(speaker: Speaker): Speaker {
  if (speaker === 'salesperson') return 'customer';
  return speaker === 'customer' ? 'salesperson' : speaker;
}

export function swapTurns(turns: readonly TurnLine[]): TurnLine[] {
  return turns.map((line) => ({ ...line, speaker: swapped(line.speaker) }));
}
