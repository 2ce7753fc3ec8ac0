import type { Socket } from './callSurroundings';
import { FRAME_HEADER_BYTES } from './frame';
import type { ClientMessage, ServerMessage } from './messages';

/** A socket for tests: the test plays the server. */
export class FakeSocket implements Socket {
  binaryType: BinaryType = 'blob';
  bufferedAmount = 0;
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  readonly said: ClientMessage[] = [];
  readonly frames: { channel: number; seq: number; samples: number }[] = [];
  closedWith: number | undefined;

  send(bytes: string | ArrayBuffer): void {
    if (typeof bytes === 'string') {
      this.said.push(JSON.parse(bytes) as ClientMessage);
      return;
    }
    const view = new DataView(bytes);
    this.frames.push({
      channel: view.getUint8(1),
      seq: view.getUint32(4, true),
      samples: (bytes.byteLength - FRAME_HEADER_BYTES) / 2,
    });
  }

  close(code?: number): void {
    this.closedWith = code;
  }

  hear(message: ServerMessage): void {
    this.onmessage?.({ data: JSON.stringify(message) });
  }

  /** Opens and greets, as the server does. */
  greet(): void {
    this.onopen?.();
    this.hear({ type: 'connection_established', connection_id: 'conn' });
  }

  break(code = 1006): void {
    this.onclose?.({ code });
  }
}
