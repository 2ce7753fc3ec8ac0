import type { Transcription } from '@/wire/messages';
import type { LiveState } from './types';

/**
 * A cue that asks for silence is over with the first word of the answer, and one about silence
 * with anybody's. `said` may be a late word on what was said before the cue: that ends nothing.
 */
export function cueAfter(state: LiveState, said: Transcription): LiveState {
  const { cue } = state;
  if (cue === null || said.text === '' || said.end_ms <= cue.at_ms) return state;
  const over = cue.kind === 'silence' || (cue.kind === 'pause' && said.speaker === 'salesperson');
  return over ? { ...state, cue: null } : state;
}
