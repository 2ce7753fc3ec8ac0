import { expect, it } from 'vitest';
import { encodeFrame, FRAME_HEADER_BYTES } from './frame';

it('lays a frame out as the server reads it', () => {
  const bytes = encodeFrame({
    channel: 1,
    seq: 0x01020304,
    capturedAtMs: 1_700_000_000_123,
    sound: Int16Array.of(1, -2, 32767, -32768),
  });
  const view = new DataView(bytes);
  expect(bytes.byteLength).toBe(FRAME_HEADER_BYTES + 8);
  expect([...new Uint8Array(bytes, 0, 8)]).toEqual([1, 1, 0, 0, 4, 3, 2, 1]);
  expect(view.getBigUint64(8, true)).toBe(1_700_000_000_123n);
  expect([16, 18, 20, 22].map((at) => view.getInt16(at, true))).toEqual([1, -2, 32767, -32768]);
});

it('lays packets out behind their lengths', () => {
  const packets = [Uint8Array.of(7, 8, 9), Uint8Array.of(1)];
  const bytes = encodeFrame({ channel: 0, seq: 5, capturedAtMs: 1, sound: { packets, ms: 40 } });
  expect([...new Uint8Array(bytes, 0, 4)]).toEqual([1, 0, 1, 0]);
  expect([...new Uint8Array(bytes, FRAME_HEADER_BYTES)]).toEqual([3, 0, 7, 8, 9, 1, 0, 1]);
});
