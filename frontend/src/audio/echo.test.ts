import { describe, expect, it } from 'vitest';
import { correlation, EchoWatch } from './echo';

/** The loudness of somebody talking, made of syllables and pauses. */
function talk(seed: number, length: number): number[] {
  let state = seed;
  return Array.from({ length }, (_, i) => {
    state = (state * 1103515245 + 12345) % 2147483648;
    const pause = Math.floor(i / 9) % 3 === seed % 3;
    return pause ? 0.001 : 0.02 + (0.1 * state) / 2147483648;
  });
}

function judge(microphone: number[], customer: number[]): boolean | null {
  const watch = new EchoWatch();
  let last: boolean | null = null;
  customer.forEach((rms, i) => {
    last = watch.push(microphone[i] ?? 0, rms);
  });
  return last;
}

describe('EchoWatch', () => {
  const customer = talk(1, 120);

  it('hears the customer come back out of the loudspeaker, quieter and later', () => {
    const echo = [0, 0, ...customer].map((rms) => rms * 0.3 + 0.001);
    expect(judge(echo, customer)).toBe(true);
  });

  it('does not take a salesperson of their own mind for an echo', () => {
    expect(judge(talk(2, 120), customer)).toBe(false);
  });

  it('finds nothing with headphones on', () => {
    expect(judge(new Array<number>(120).fill(0.0005), customer)).toBe(false);
  });

  it('cannot say while the customer is silent', () => {
    expect(judge(talk(2, 120), new Array<number>(120).fill(0))).toBeNull();
  });
});

it('correlates a course with itself, and with its delayed self', () => {
  const course = talk(4, 60);
  expect(correlation(course, course, 0)).toBeCloseTo(1);
  expect(correlation(course, [0, 0, 0, ...course], 3)).toBeCloseTo(1);
  expect(correlation(course, new Array<number>(60).fill(0.5), 0)).toBe(0);
});
