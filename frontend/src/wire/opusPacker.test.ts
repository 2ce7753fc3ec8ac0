import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Packed } from './frame';
import { OpusPacker } from './opusPacker';

type Told = [channel: number, sound: Packed | Int16Array, at: number];

/** Gives one byte a packet of 20 ms, later; the byte counts the packets. */
class FakeEncoder {
  static delay = 1;
  static broken = false;
  state = 'unconfigured';
  private count = 0;
  private left: (() => void)[] = [];
  private readonly around: { output: (chunk: unknown) => void; error: (error: Error) => void };

  constructor(around: FakeEncoder['around']) {
    this.around = around;
  }

  configure(): void {
    this.state = 'configured';
  }

  encode(data: { frames: number }): void {
    if (FakeEncoder.broken) throw new Error('closed');
    for (let packet = 0; packet < data.frames / 320; packet += 1) {
      const byte = (this.count += 1);
      this.left.push(() =>
        this.around.output({
          byteLength: 1,
          copyTo: (bytes: Uint8Array) => bytes.set([byte]),
        }),
      );
    }
    setTimeout(() => this.say(), FakeEncoder.delay);
  }

  flush(): Promise<void> {
    this.say();
    return Promise.resolve();
  }

  close(): void {
    this.state = 'closed';
  }

  private say(): void {
    const { left } = this;
    this.left = [];
    for (const one of left) one();
  }
}

class FakeData {
  readonly frames: number;
  constructor({ numberOfFrames }: { numberOfFrames: number }) {
    this.frames = numberOfFrames;
  }
  close(): void {
    // Nothing is held.
  }
}

let told: Told[] = [];
let packer: OpusPacker;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('AudioEncoder', FakeEncoder);
  vi.stubGlobal('AudioData', FakeData);
  FakeEncoder.broken = false;
  told = [];
  packer = new OpusPacker((channel, sound, at) => told.push([channel, sound, at]));
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const frame = (): Int16Array => new Int16Array(1600);
const bytes = (sound: Packed | Int16Array): number[] =>
  sound instanceof Int16Array ? [] : sound.packets.flatMap((packet) => [...packet]);

it('keeps the packets of a frame together, each channel for itself', () => {
  packer.push([frame(), frame()], 10);
  packer.push([frame(), frame()], 110);
  expect(packer.busy).toBe(true);
  vi.runAllTimers();
  expect(told.map(([channel, , at]) => [channel, at])).toEqual([
    [0, 10],
    [0, 110],
    [1, 10],
    [1, 110],
  ]);
  expect(told.map(([, sound]) => bytes(sound))).toEqual([
    [1, 2, 3, 4, 5],
    [6, 7, 8, 9, 10],
    [1, 2, 3, 4, 5],
    [6, 7, 8, 9, 10],
  ]);
  expect(packer.busy).toBe(false);
});

it('gives everything out when it is flushed', async () => {
  packer.push([frame()], 10);
  await packer.flush();
  expect(told.map(([, sound]) => bytes(sound).length)).toEqual([5]);
  expect(packer.busy).toBe(false);
});

it('sends samples as they are once the encoder fails', () => {
  packer.push([frame()], 10);
  FakeEncoder.broken = true;
  packer.push([frame()], 110);
  packer.push([frame()], 210);
  vi.runAllTimers();
  expect(told.map(([, sound, at]) => [sound instanceof Int16Array, at])).toEqual([
    [true, 10],
    [true, 110],
    [true, 210],
  ]);
});
