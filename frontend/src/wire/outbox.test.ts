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

  it('writes down what waits, and strikes out what is safe', () => {
    const outbox = new Outbox(10_000);
    pair(outbox, 2);
    expect(outbox.changes(300)?.put).toEqual([]);
    expect(outbox.changes(401)?.put.map(({ channel, seq }) => [channel, seq])).toEqual([
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 1],
    ]);
    outbox.ack(0, 1);
    outbox.ack(1, 0);
    expect(outbox.changes(402)).toEqual({
      put: [],
      drop: [0, 2, 1],
      marks: { 0: { seq: 1, capturedAtMs: 1 }, 1: { seq: 1, capturedAtMs: 1 } },
    });
    expect(outbox.changes(500)).toBeNull();
  });

  it('sends what an earlier page left, and leaves room for what none of them heard', () => {
    const before = new Outbox(10_000);
    for (let at = 0; at < 300; at += 100) before.push(0, PCM, at);
    const left = before.changes(1_000);
    const outbox = new Outbox(10_000);
    outbox.takeUp({ frames: left?.put ?? [], marks: left?.marks ?? {} });
    outbox.push(0, PCM, 4_200);
    outbox.rewind({ 0: 1 });
    expect(sent(outbox)).toEqual([
      [0, 1],
      [0, 2],
      [0, 42],
    ]);
    expect(outbox.changes(1_100)?.drop).toEqual([0]);
  });

  it.each([
    ['went back', -3_600_000, 17],
    ['jumped ahead', 10 * 3_600_000, 17_002],
  ])('never counts a number twice or leaves an absurd hole when the clock %s', (_, at, seq) => {
    const outbox = new Outbox(10_000);
    outbox.takeUp({ frames: [], marks: { 0: { seq: 1, capturedAtMs: 0 } } });
    outbox.push(0, PCM, at);
    expect(sent(outbox)).toEqual([[0, seq]]);
  });

  it('takes the time off the record for no hole', () => {
    const outbox = new Outbox(10_000);
    outbox.takeUp({ frames: [], marks: { 0: { seq: 1, capturedAtMs: 0 } } });
    outbox.pause();
    outbox.push(0, PCM, 60_000);
    expect(sent(outbox)).toEqual([[0, 2]]);
    outbox.pause();
    expect(outbox.changes(61_000)?.marks).toEqual({});
  });
});
