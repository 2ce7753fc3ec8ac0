import { Resampler } from './resampler';

export const WIRE_HZ = 16_000;
export const FRAME_SAMPLES = WIRE_HZ / 10;

/** Rounds to 16 bits; what is louder than full scale is clipped. */
export function toPcm16(sample: number): number {
  return Math.round(Math.max(-1, Math.min(1, sample)) * 32767);
}

/**
 * Blocks of several channels that share one clock, as paired frames of 100 ms at 16 kHz. A channel
 * that has no input, or is muted, gives zeros, so its time goes on.
 */
export class Framer {
  private readonly resamplers: Resampler[];
  private readonly muted: boolean[];
  private readonly emit: (channels: Int16Array<ArrayBuffer>[]) => void;
  private frames: Int16Array<ArrayBuffer>[];
  private filled = 0;
  private silence = new Float32Array(0);
  private resampled: Float32Array[];

  constructor(rate: number, channels: number, emit: (channels: Int16Array<ArrayBuffer>[]) => void) {
    this.resamplers = Array.from({ length: channels }, () => new Resampler(rate, WIRE_HZ));
    this.muted = Array.from({ length: channels }, () => false);
    this.resampled = this.resamplers.map(() => new Float32Array(0));
    this.frames = this.fresh();
    this.emit = emit;
  }

  mute(channel: number, muted: boolean): void {
    if (channel < this.muted.length) this.muted[channel] = muted;
  }

  /** Forgets the begun frame: what lies in it stays off the record. */
  drop(): void {
    this.filled = 0;
  }

  /** `inputs[channel]` is a block of `length` samples, or undefined for none. */
  push(inputs: readonly (Float32Array | undefined)[], length: number): void {
    if (this.silence.length < length) this.silence = new Float32Array(length);
    const silence = this.silence.subarray(0, length);
    let count = 0;
    this.resamplers.forEach((resampler, channel) => {
      const bound = resampler.outputBound(length);
      let out = this.resampled[channel];
      if (!out || out.length < bound) {
        out = new Float32Array(bound);
        this.resampled[channel] = out;
      }
      const input = this.muted[channel] ? undefined : inputs[channel];
      count = resampler.process(input ?? silence, out);
    });
    for (let i = 0; i < count; i += 1) {
      this.frames.forEach((frame, channel) => {
        frame[this.filled] = toPcm16(this.resampled[channel]?.[i] ?? 0);
      });
      this.filled += 1;
      if (this.filled === FRAME_SAMPLES) {
        const full = this.frames;
        this.frames = this.fresh();
        this.filled = 0;
        this.emit(full);
      }
    }
  }

  private fresh(): Int16Array<ArrayBuffer>[] {
    return this.resamplers.map(() => new Int16Array(FRAME_SAMPLES));
  }
}
