import { encodeFrame } from './frame';

const SAMPLES_PER_MS = 16;

interface Waiting {
  seq: number;
  order: number;
  ms: number;
  bytes: ArrayBuffer;
}

interface Lane {
  frames: Waiting[];
  nextSeq: number;
  /** How many of `frames`, from the front, have gone out on the present socket. */
  sent: number;
  ms: number;
  lostMs: number;
}

/**
 * The sound that the server has not yet called safe, in memory.
 *
 * Frames are numbered here, so a pause leaves no hole in the numbers. Beyond `limitMs` a channel
 * the oldest go, and `lostMs` says how much; the server sees the hole by their numbers.
 */
export class Outbox {
  private readonly lanes = new Map<number, Lane>();
  private readonly limitMs: number;
  private order = 0;

  constructor(limitMs: number) {
    this.limitMs = limitMs;
  }

  push(channel: number, pcm: Int16Array, capturedAtMs: number): void {
    const lane = this.lane(channel);
    const bytes = encodeFrame({ channel, seq: lane.nextSeq, capturedAtMs, pcm });
    const ms = pcm.length / SAMPLES_PER_MS;
    lane.frames.push({ seq: lane.nextSeq, order: this.order, ms, bytes });
    lane.nextSeq += 1;
    lane.ms += ms;
    this.order += 1;
    while (lane.ms > this.limitMs) lane.lostMs += this.shift(lane);
  }

  /** Frames of `channel` up to and including `seq` are safe. */
  ack(channel: number, seq: number): void {
    const lane = this.lane(channel);
    while (lane.frames[0] && lane.frames[0].seq <= seq) this.shift(lane);
  }

  /**
   * A new socket: everything from the `seq` the server expects next goes out again. A page that
   * was reloaded goes on counting where the server stands.
   */
  rewind(expected: Readonly<Record<string, number>>): void {
    for (const lane of this.lanes.values()) lane.sent = 0;
    for (const [channel, next] of Object.entries(expected)) {
      const lane = this.lane(Number(channel));
      this.ack(Number(channel), next - 1);
      lane.nextSeq = Math.max(lane.nextSeq, next);
    }
  }

  /** The next frame that has not gone out, in the order of capture over all channels. */
  take(): ArrayBuffer | null {
    let first: Lane | null = null;
    let firstOrder = Infinity;
    for (const lane of this.lanes.values()) {
      const frame = lane.frames[lane.sent];
      if (frame && frame.order < firstOrder) {
        first = lane;
        firstOrder = frame.order;
      }
    }
    const frame = first?.frames[first.sent];
    if (!first || !frame) return null;
    first.sent += 1;
    return frame.bytes;
  }

  get hasUnsent(): boolean {
    for (const lane of this.lanes.values()) if (lane.sent < lane.frames.length) return true;
    return false;
  }

  /** The longest any channel waits to be safe, milliseconds of sound. */
  get waitingMs(): number {
    return Math.max(0, ...[...this.lanes.values()].map((lane) => lane.ms));
  }

  /** The most any channel has lost, milliseconds of sound. */
  get lostMs(): number {
    return Math.max(0, ...[...this.lanes.values()].map((lane) => lane.lostMs));
  }

  private shift(lane: Lane): number {
    const frame = lane.frames.shift();
    if (!frame) return 0;
    lane.ms -= frame.ms;
    lane.sent = Math.max(0, lane.sent - 1);
    return frame.ms;
  }

  private lane(channel: number): Lane {
    let lane = this.lanes.get(channel);
    if (!lane) {
      lane = { frames: [], nextSeq: 0, sent: 0, ms: 0, lostMs: 0 };
      this.lanes.set(channel, lane);
    }
    return lane;
  }
}
