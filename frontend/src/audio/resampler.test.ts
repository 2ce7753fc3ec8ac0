import { describe, expect, it } from 'vitest';
import { Resampler } from './resampler';

function tone(hz: number, rate: number, seconds: number): Float32Array {
  return Float32Array.from({ length: Math.round(rate * seconds) }, (_, i) =>
    Math.sin((2 * Math.PI * hz * i) / rate),
  );
}

/** Runs `input` through in blocks of 128, as the worklet does. */
function resample(input: Float32Array, from: number, to: number, block = 128): Float32Array {
  const resampler = new Resampler(from, to);
  const out: number[] = [];
  for (let at = 0; at < input.length; at += block) {
    const part = input.subarray(at, at + block);
    const buffer = new Float32Array(resampler.outputBound(part.length));
    const count = resampler.process(part, buffer);
    out.push(...buffer.subarray(0, count));
  }
  return Float32Array.from(out);
}

function rms(samples: Float32Array): number {
  const middle = samples.subarray(Math.floor(samples.length / 4), Math.floor(samples.length * 0.9));
  return Math.sqrt(middle.reduce((sum, x) => sum + x * x, 0) / middle.length);
}

const decibel = (ratio: number) => 20 * Math.log10(ratio);

describe.each([48_000, 44_100, 96_000, 8_000, 16_000])('from %i Hz to 16 kHz', (rate) => {
  it('gives as many samples as the time asks for', () => {
    const out = resample(tone(400, rate, 1), rate, 16_000);
    expect(Math.abs(out.length - 16_000)).toBeLessThanOrEqual(1);
  });

  it('keeps a voice as loud as it was', () => {
    for (const hz of [200, 1000, 3000]) {
      const out = resample(tone(hz, rate, 0.5), rate, 16_000);
      expect(Math.abs(decibel(rms(out) / Math.SQRT1_2))).toBeLessThan(0.1);
    }
  });
});

it('removes what the new rate cannot carry', () => {
  for (const hz of [9_000, 12_000, 20_000]) {
    const out = resample(tone(hz, 48_000, 0.5), 48_000, 16_000);
    expect(decibel(rms(out) / Math.SQRT1_2)).toBeLessThan(-70);
  }
});

it('is true to the wave, not only to its loudness', () => {
  const out = resample(tone(500, 44_100, 0.5), 44_100, 16_000);
  // The filter delays by half its length, 133 samples of the input.
  const delay = (133 / 2) * (16_000 / 44_100);
  let worst = 0;
  for (let i = 2000; i < 7000; i += 1) {
    const expected = Math.sin((2 * Math.PI * 500 * (i - delay)) / 16_000);
    worst = Math.max(worst, Math.abs((out[i] ?? 0) - expected));
  }
  expect(worst).toBeLessThan(0.01);
});

it('does not depend on how the stream is cut', () => {
  const input = tone(700, 44_100, 0.2);
  const whole = resample(input, 44_100, 16_000, input.length);
  const cut = resample(input, 44_100, 16_000, 37);
  expect(cut).toEqual(whole);
});
