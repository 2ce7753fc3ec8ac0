/** What the page and the audio worklet say to each other. */
import type { Levels } from './types';

export const PROCESSOR = 'call-capture';

export type ToWorklet =
  /** Send packets of the first `channels` inputs to `port`. */
  | { do: 'stream'; port: MessagePort; channels: number }
  | { do: 'stop' }
  | { do: 'mute'; channel: number; muted: boolean }
  | { do: 'pause'; paused: boolean }
  | { do: 'close' };

export interface FromWorklet {
  levels: Levels;
}
