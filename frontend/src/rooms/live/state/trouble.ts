import type { MicrophoneWord } from '@/audio/microphoneWatch';
import type { SourceTrouble } from '@/audio/types';
import type { AudioBacklog } from '@/wire/callSurroundings';
import type { Trouble } from './types';

const WAITING_IS_WORTH_SAYING_S = 2;

/** All that stands in the way of good sound, as one; a broken device goes before a word on it. */
export function troubleOf(
  source: SourceTrouble,
  word: MicrophoneWord,
  { waitingMs, lostMs }: AudioBacklog,
): Trouble {
  const microphone = source.microphone ?? word;
  const waitingS = Math.round(waitingMs / 1000);
  return {
    ...(microphone ? { microphone } : {}),
    ...(source.share ? { share: source.share } : {}),
    ...(lostMs > 0 ? { audioLostS: Math.ceil(lostMs / 1000) } : {}),
    ...(waitingS >= WAITING_IS_WORTH_SAYING_S ? { audioWaitingS: waitingS } : {}),
  };
}

export function sameTrouble(a: Trouble, b: Trouble): boolean {
  return (
    a.microphone === b.microphone &&
    a.share === b.share &&
    a.audioLostS === b.audioLostS &&
    a.audioWaitingS === b.audioWaitingS
  );
}
