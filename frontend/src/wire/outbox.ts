import { encodeFrame, lengthMs, type Sound } from './frame';
import type { KeptFrame, KeptSound, Mark, SoundChange } from './keptSound';

/** What the server has not acknowledged by then is worth writing down. */
const KEEP_AFTER_MS = 400;
/** Numbers that a page which broke off may have given out and not written down. */
const LEAST_SKIPPED = 15;
/** Marks alone are written down so often. */
const MARK_EVERY_MS = 1000;
/** The server takes no larger hole. */
const MOST_SKIPPED = 17_000;

interface Waiting extends KeptFrame {
  kept: boolean;
  sinceMs: number;
}

interface Lane {
  frames: Waiting[];
  nextSeq: number;
  /** How many of `frames`, from the front, have gone out on the present socket. */
  sent: number;
  ms: number;
  lostMs: number;
  newest: Mark | null;
  /** The next frame is the first after a page that broke off. */
  resumes: boolean;
}

/**
 * The sound that the server has not yet called safe: in memory, and what waits longer also where it
 * outlives the page.
 *
 * Frames are numbered here, so a pause leaves no hole in the numbers, and what a reload made the
 * page miss does: the server shows it as a gap. Beyond `limitMs` a channel the oldest go, and
 * `lostMs` says how much; the server sees that hole by their numbers, too.
 */
export class Outbox {
  private readonly lanes = new Map<number, Lane>();
  private readonly limitMs: number;
  private order = 0;
  /** Written down, and not needed any more. */
  private dropped: number[] = [];
  private markedMs = -Infinity;

  constructor(limitMs: number) {
    this.limitMs = limitMs;
  }

  /** `nowMs` is of the same clock as in `changes`. */
  push(channel: number, sound: Sound, capturedAtMs: number, nowMs = capturedAtMs): void {
    const lane = this.lane(channel);
    const ms = lengthMs(sound);
    if (lane.resumes) lane.nextSeq += skipped(lane, capturedAtMs, ms);
    lane.resumes = false;
    const seq = lane.nextSeq;
    const bytes = encodeFrame({ channel, seq, capturedAtMs, sound });
    const { order } = this;
    lane.frames.push({ order, channel, seq, ms, bytes, kept: false, sinceMs: nowMs });
    lane.newest = { seq, capturedAtMs };
    lane.nextSeq += 1;
    lane.ms += ms;
    this.order += 1;
    this.fit(lane);
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

  /** A new page takes up what the one before wrote down, before it pushes anything itself. */
  takeUp({ frames, marks }: KeptSound): void {
    for (const frame of frames) {
      const lane = this.lane(frame.channel);
      lane.frames.push({ ...frame, kept: true, sinceMs: 0 });
      lane.ms += frame.ms;
      lane.nextSeq = frame.seq + 1;
      this.order = Math.max(this.order, frame.order + 1);
    }
    for (const [channel, mark] of Object.entries(marks)) {
      const lane = this.lane(Number(channel));
      lane.newest = mark;
      lane.nextSeq = Math.max(lane.nextSeq, mark.seq + 1);
      lane.resumes = true;
    }
    for (const lane of this.lanes.values()) this.fit(lane);
  }

  /** Off the record: the time until the next frame is not missing. */
  pause(): void {
    for (const lane of this.lanes.values()) {
      lane.newest = null;
      lane.resumes = false;
    }
  }

  /** What is to be written down or struck out since the last time; null when nothing is. `all`:
   * also what has only just been captured. */
  changes(nowMs: number, all = false): SoundChange | null {
    const put: KeptFrame[] = [];
    const marks: Record<number, Mark> = {};
    for (const [channel, lane] of this.lanes) {
      if (lane.newest) marks[channel] = lane.newest;
      for (const frame of lane.frames) {
        if (frame.kept) continue;
        if (!all && nowMs - frame.sinceMs < KEEP_AFTER_MS) break;
        frame.kept = true;
        const { order, seq, ms, bytes } = frame;
        put.push({ order, channel, seq, ms, bytes });
      }
    }
    const drop = this.dropped;
    const worth = all || put.length > 0 || drop.length > 0;
    if (!worth && nowMs - this.markedMs < MARK_EVERY_MS) return null;
    this.markedMs = nowMs;
    this.dropped = [];
    return { put, drop, marks };
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

  private fit(lane: Lane): void {
    while (lane.ms > this.limitMs) lane.lostMs += this.shift(lane);
  }

  private shift(lane: Lane): number {
    const frame = lane.frames.shift();
    if (!frame) return 0;
    if (frame.kept) this.dropped.push(frame.order);
    lane.ms -= frame.ms;
    lane.sent = Math.max(0, lane.sent - 1);
    return frame.ms;
  }

  private lane(channel: number): Lane {
    let lane = this.lanes.get(channel);
    if (!lane) {
      const empty = { nextSeq: 0, sent: 0, ms: 0, lostMs: 0, newest: null, resumes: false };
      lane = { frames: [], ...empty };
      this.lanes.set(channel, lane);
    }
    return lane;
  }
}

/** How many frames the page did not capture while it was away. */
function skipped({ newest, nextSeq }: Lane, capturedAtMs: number, frameMs: number): number {
  if (!newest) return 0;
  const away = newest.seq + Math.round((capturedAtMs - newest.capturedAtMs) / frameMs) - nextSeq;
  return Math.min(MOST_SKIPPED, Math.max(LEAST_SKIPPED, away));
}
