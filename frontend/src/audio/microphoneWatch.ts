import type { Level } from './types';

/** Levels come at about 15 Hz. */
const SPEAKING_LEVELS = 8;
const FORGET_LEVELS = 45;
const DEAD_LEVELS = 300;
/** One that worked may be this still while its owner listens: noise suppression gives zeros. */
const DIED_LEVELS = 1350;
/** A live microphone is never this still, not even in a quiet room. */
const DEAD_PEAK = 0.0003;

export type MicrophoneWord = 'talking_while_muted' | 'silent' | null;

/** Notices, during a call, what nobody notices: talk into a muted microphone, and a dead one. */
export class MicrophoneWatch {
  private spoken = 0;
  private quiet = 0;
  private still = 0;
  private alive = false;
  private warned = false;

  push(level: Level, muted: boolean): MicrophoneWord {
    if (level.peak > DEAD_PEAK) {
      this.alive = true;
      this.still = 0;
    } else {
      this.still += 1;
    }
    if (!muted) {
      this.spoken = 0;
      this.warned = false;
      return this.still >= (this.alive ? DIED_LEVELS : DEAD_LEVELS) ? 'silent' : null;
    }
    this.quiet = level.speaking ? 0 : this.quiet + 1;
    this.spoken = level.speaking ? this.spoken + 1 : Math.max(0, this.spoken - 1);
    if (this.spoken >= SPEAKING_LEVELS) this.warned = true;
    if (this.quiet >= FORGET_LEVELS) this.warned = false;
    return this.warned ? 'talking_while_muted' : null;
  }
}
