/** The audio frame of the live socket, as rooms/live/frames.py reads it. */

export const FRAME_VERSION = 1;
export const FRAME_HEADER_BYTES = 16;
const PLAIN = 0;
const PACKED = 1;
const SAMPLES_PER_MS = 16;

/** Packets of Opus, in the order they were spoken. */
export interface Packed {
  packets: readonly Uint8Array[];
  ms: number;
}

/** Samples at 16 kHz, or what they were packed into for a thin line. */
export type Sound = Int16Array | Packed;

export interface AudioFrame {
  channel: number;
  /** Counts the frames of the channel from 0. */
  seq: number;
  /** Wall clock, for diagnosis only. */
  capturedAtMs: number;
  /** Mono, 20 to 250 ms. */
  sound: Sound;
}

export function lengthMs(sound: Sound): number {
  return sound instanceof Int16Array ? sound.length / SAMPLES_PER_MS : sound.ms;
}

/**
 * Header (version u8, channel u8, flags u16, seq u32, captured_at_ms u64), then PCM16, or each
 * packet behind its length as u16; all LE.
 */
export function encodeFrame({ channel, seq, capturedAtMs, sound }: AudioFrame): ArrayBuffer {
  const plain = sound instanceof Int16Array;
  const buffer = new ArrayBuffer(FRAME_HEADER_BYTES + bodyBytes(sound));
  const view = new DataView(buffer);
  view.setUint8(0, FRAME_VERSION);
  view.setUint8(1, channel);
  view.setUint16(2, plain ? PLAIN : PACKED, true);
  view.setUint32(4, seq, true);
  view.setBigUint64(8, BigInt(Math.max(0, Math.round(capturedAtMs))), true);
  let at = FRAME_HEADER_BYTES;
  if (plain) {
    for (const sample of sound) {
      view.setInt16(at, sample, true);
      at += 2;
    }
    return buffer;
  }
  for (const packet of sound.packets) {
    view.setUint16(at, packet.length, true);
    new Uint8Array(buffer, at + 2).set(packet);
    at += 2 + packet.length;
  }
  return buffer;
}

function bodyBytes(sound: Sound): number {
  if (sound instanceof Int16Array) return sound.length * 2;
  return sound.packets.reduce((bytes, packet) => bytes + 2 + packet.length, 0);
}
