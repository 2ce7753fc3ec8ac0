import { describe, expect, it } from 'vitest';
import { Outbox } from './outbox';

const PCM = new Int16Array(1600);

function sent(outbox: Outbox): [channel: number, seq: number][] {
  const frames: [number, number][] = [];
  for (let bytes = outbox.take(); bytes; bytes = outbox.take()) {
    const view = new DataView(bytes);
    frames.push([view.getUint8(1), view.getUint32(4, true)]);
  }
  return frames;
}

function pair(outbox: Outbox, times: number): void {
  for (let i = 0; i < times; i += 1) {
    outbox.push(0, PCM, i);
    outbox.push(1, PCM, i);
  }
}

describe('Outbox', () => {
  it('numbers each channel from 0 and gives frames out once, in the order of capture', () => {
    const outbox = new Outbox(10_000);
    pair(outbox, 2);
    expect(sent(outbox)).toEqual([
      [0, 0],
      [1, 0],
      [0, 1],
      [1, 1],
    ]);
    expect(outbox.hasUnsent).toBe(false);
  });

  it('keeps frames until they are safe', () => {
    const outbox = new Outbox(10_000);
    pair(outbox, 3);
    sent(outbox);
    expect(outbox.waitingMs).toBe(300);
    outbox.ack(0, 1);
    outbox.ack(1, 2);
    expect(outbox.waitingMs).toBe(100);
    outbox.ack(0, 2);
    expect(outbox.waitingMs).toBe(0);
  });

  it('sends again from where the server stands, each channel for itself', () => {
    const outbox = new Outbox(10_000);
    pair(outbox, 3);
    sent(outbox);
    outbox.rewind({ 0: 1, 1: 2 });
    expect(sent(outbox)).toEqual([
      [0, 1],
      [0, 2],
      [1, 2],
    ]);
  });

  it('goes on counting where the server stands after a reload', () => {
    const outbox = new Outbox(10_000);
    outbox.rewind({ 0: 40, 1: 41 });
    pair(outbox, 1);
    expect(sent(outbox)).toEqual([
      [0, 40],
      [1, 41],
    ]);
  });

  it('lets the oldest go beyond its limit and says how much', () => {
    const outbox = new Outbox(1_000);
    pair(outbox, 13);
    expect(outbox.waitingMs).toBe(1_000);
    expect(outbox.lostMs).toBe(300);
    expect(sent(outbox)[0]).toEqual([0, 3]);
  });

  it('sends what is new after losing frames that had gone out', () => {
    const outbox = new Outbox(200);
    pair(outbox, 2);
    sent(outbox);
    pair(outbox, 1);
    expect(sent(outbox)).toEqual([
      [0, 2],
      [1, 2],
    ]);
  });
});
