/** Zero crossings of the filter on each side, at the lower of the two rates. */
const CROSSINGS = 24;
/** The pass band ends here, as a part of the lower rate's half. */
const ROLLOFF = 0.94;
const KAISER_BETA = 8;

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b);
}

/** The modified Bessel function of the first kind and order zero, for the Kaiser window. */
function bessel(x: number): number {
  let sum = 1;
  let term = 1;
  for (let k = 1; term > 1e-12 * sum; k += 1) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}

/**
 * A stream of samples from one rate to another, by a polyphase windowed-sinc low-pass (the energy
 * above the new band is below -70 dB). Keeps its place between blocks of any length.
 */
export class Resampler {
  private readonly up: number;
  private readonly down: number;
  private readonly taps: number;
  private readonly kernel: Float32Array;
  private window: Float32Array;
  /** Input samples in `window` that precede the next block. */
  private held: number;
  /** Where the next output lies: index of its newest input in `window`, and its phase. */
  private at: number;
  private phase = 0;

  constructor(fromHz: number, toHz: number) {
    const from = Math.round(fromHz);
    const to = Math.round(toHz);
    const common = gcd(from, to);
    this.up = to / common;
    this.down = from / common;
    const passing = this.up === this.down;
    const shrink = Math.min(1, to / from);
    this.taps = passing ? 1 : Math.ceil((2 * CROSSINGS) / shrink);
    this.kernel = passing ? Float32Array.of(1) : this.design(shrink * ROLLOFF);
    this.held = this.taps - 1;
    this.window = new Float32Array(this.held);
    this.at = this.held;
  }

  /** How many samples the block of `length` will give at most. */
  outputBound(length: number): number {
    return Math.ceil((length * this.up) / this.down) + 1;
  }

  /** Writes the output of `input` to the front of `out` and returns how many samples it is. */
  process(input: Float32Array, out: Float32Array): number {
    const total = this.held + input.length;
    if (this.window.length < total) {
      const larger = new Float32Array(total);
      larger.set(this.window.subarray(0, this.held));
      this.window = larger;
    }
    this.window.set(input, this.held);
    let count = 0;
    while (this.at < total) {
      let sum = 0;
      const row = this.phase * this.taps;
      for (let k = 0; k < this.taps; k += 1) {
        sum += (this.kernel[row + k] ?? 0) * (this.window[this.at - k] ?? 0);
      }
      out[count] = sum;
      count += 1;
      this.phase += this.down;
      this.at += Math.floor(this.phase / this.up);
      this.phase %= this.up;
    }
    const keep = this.taps - 1;
    this.window.copyWithin(0, total - keep, total);
    this.at -= total - keep;
    this.held = keep;
    return count;
  }

  /** One row of `taps` coefficients a phase, each summing to 1 so that no phase is louder. */
  private design(cutoff: number): Float32Array {
    const kernel = new Float32Array(this.up * this.taps);
    const half = this.taps / 2;
    const scale = bessel(KAISER_BETA);
    for (let phase = 0; phase < this.up; phase += 1) {
      const row = kernel.subarray(phase * this.taps, (phase + 1) * this.taps);
      let sum = 0;
      for (let k = 0; k < this.taps; k += 1) {
        const distance = k + phase / this.up - half;
        const edge = Math.max(0, 1 - (distance / half) ** 2);
        const value = sinc(distance * cutoff) * (bessel(KAISER_BETA * Math.sqrt(edge)) / scale);
        row[k] = value;
        sum += value;
      }
      for (let k = 0; k < this.taps; k += 1) row[k] = (row[k] ?? 0) / sum;
    }
    return kernel;
  }
}
