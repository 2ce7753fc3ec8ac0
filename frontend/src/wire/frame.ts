/** The audio frame of the live socket, as rooms/live/wire.py reads it. */

export const FRAME_VERSION = 1;
export const FRAME_HEADER_BYTES = 16;

export interface AudioFrame {
  channel: number;
  /** Counts the frames of the channel from 0. */
  seq: number;
  /** Wall clock, for diagnosis only. */
  capturedAtMs: number;
  /** Mono, 16 kHz, 20 to 250 ms. */
  pcm: Int16Array;
}

/** Header (version u8, channel u8, flags u16, seq u32, captured_at_ms u64), then PCM16, all LE. */
export function encodeFrame({ channel, seq, capturedAtMs, pcm }: AudioFrame): ArrayBuffer {
  const buffer = new ArrayBuffer(FRAME_HEADER_BYTES + pcm.length * 2);
  const view = new DataView(buffer);
  view.setUint8(0, FRAME_VERSION);
  view.setUint8(1, channel);
  view.setUint16(2, 0, true);
  view.setUint32(4, seq, true);
  view.setBigUint64(8, BigInt(Math.max(0, Math.round(capturedAtMs))), true);
  for (let i = 0; i < pcm.length; i += 1) {
    view.setInt16(FRAME_HEADER_BYTES + i * 2, pcm[i] ?? 0, true);
  }
  return buffer;
}
