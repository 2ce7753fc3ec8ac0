import { describe, expect, it } from 'vitest';
import { FRAME_SAMPLES, Framer, toPcm16 } from './framer';

const BLOCK = 128;

function blocks(framer: Framer, times: number, ...values: (number | undefined)[]): void {
  const inputs = values.map((value) =>
    value === undefined ? undefined : new Float32Array(BLOCK).fill(value),
  );
  for (let i = 0; i < times; i += 1) framer.push(inputs, BLOCK);
}

function collect(rate: number, channels: number): { framer: Framer; frames: Int16Array[][] } {
  const frames: Int16Array[][] = [];
  return { framer: new Framer(rate, channels, (frame) => frames.push(frame)), frames };
}

describe('Framer', () => {
  it('cuts both channels into the same 100 ms', () => {
    const { framer, frames } = collect(16_000, 2);
    blocks(framer, 25, 0.5, -0.25);
    expect(frames).toHaveLength(2);
    for (const frame of frames) {
      expect(frame.map((channel) => channel.length)).toEqual([FRAME_SAMPLES, FRAME_SAMPLES]);
      expect(new Set(frame[0])).toEqual(new Set([toPcm16(0.5)]));
      expect(new Set(frame[1])).toEqual(new Set([toPcm16(-0.25)]));
    }
  });

  it('makes ten frames of a second at any rate', () => {
    const { framer, frames } = collect(48_000, 2);
    blocks(framer, 375 + 4, 0.1, 0.1);
    expect(frames).toHaveLength(10);
  });

  it('fills a side that has no input with silence, and its time goes on', () => {
    const { framer, frames } = collect(16_000, 2);
    blocks(framer, 13, 0.5, undefined);
    expect(frames[0]?.[1]?.every((sample) => sample === 0)).toBe(true);
    expect(frames[0]?.[0]?.every((sample) => sample !== 0)).toBe(true);
  });

  it('sends silence for a muted side', () => {
    const { framer, frames } = collect(16_000, 2);
    framer.mute(0, true);
    blocks(framer, 13, 0.5, 0.5);
    framer.mute(0, false);
    blocks(framer, 26, 0.5, 0.5);
    expect(frames[0]?.[0]?.every((sample) => sample === 0)).toBe(true);
    expect(frames[0]?.[1]?.every((sample) => sample !== 0)).toBe(true);
    expect(frames[2]?.[0]?.every((sample) => sample !== 0)).toBe(true);
  });

  it('forgets a begun frame when the call goes off the record', () => {
    const { framer, frames } = collect(16_000, 1);
    blocks(framer, 12, 0.9);
    framer.drop();
    blocks(framer, 13, 0.1);
    expect(new Set(frames[0]?.[0])).toEqual(new Set([toPcm16(0.1)]));
  });
});

it('clips what is louder than full scale', () => {
  expect([2, 1, -1, -2, 0].map(toPcm16)).toEqual([32767, 32767, -32767, -32767, 0]);
});
