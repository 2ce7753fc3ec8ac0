import type { Level } from './types';

/** Louder than the room, as quiet as a soft voice: about -42 dBFS. */
const VOICE_RMS = 0.008;

export const SILENT: Level = { rms: 0, peak: 0, speaking: false };

/** Gathers blocks of one channel and says how loud the stretch was. */
export class Meter {
  private sum = 0;
  private peak = 0;
  private count = 0;

  push(block: Float32Array | undefined, length: number): void {
    this.count += length;
    if (!block) return;
    for (const sample of block) {
      this.sum += sample * sample;
      this.peak = Math.max(this.peak, Math.abs(sample));
    }
  }

  /** The level since the last call. */
  take(): Level {
    const rms = this.count === 0 ? 0 : Math.sqrt(this.sum / this.count);
    const level = { rms, peak: Math.min(1, this.peak), speaking: rms >= VOICE_RMS };
    this.sum = this.peak = this.count = 0;
    return level;
  }
}
