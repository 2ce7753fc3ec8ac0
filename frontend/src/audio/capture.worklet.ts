/**
 * Both sides of the call in one processor, hence on one clock: inputs 0 and 1 leave as paired
 * frames, straight to the socket's Worker, past the page.
 */
import { Framer } from './framer';
import { Meter } from './meter';
import { PROCESSOR, type FromWorklet, type ToWorklet } from './workletProtocol';

declare const sampleRate: number;
declare class AudioWorkletProcessor {
  readonly port: MessagePort;
}
declare function registerProcessor(name: string, processor: typeof AudioWorkletProcessor): void;

const BLOCK = 128;
const LEVELS_A_SECOND = 15;

class CallCapture extends AudioWorkletProcessor {
  private framer: Framer | null = null;
  private target: MessagePort | null = null;
  private readonly muted = new Map<number, boolean>();
  private paused = false;
  private open = true;
  private readonly meters = [new Meter(), new Meter()] as const;
  private measured = 0;

  constructor() {
    super();
    this.port.onmessage = ({ data }: MessageEvent<ToWorklet>) => this.obey(data);
  }

  process(inputs: readonly (readonly Float32Array[])[]): boolean {
    const blocks = [inputs[0]?.[0], inputs[1]?.[0]];
    const length = blocks[0]?.length ?? blocks[1]?.length ?? BLOCK;
    this.meters.forEach((meter, i) => meter.push(blocks[i], length));
    this.measured += length;
    if (this.measured >= sampleRate / LEVELS_A_SECOND) {
      this.measured = 0;
      const [microphone, customer] = this.meters;
      const levels = { microphone: microphone.take(), customer: customer.take() };
      this.port.postMessage({ levels } satisfies FromWorklet);
    }
    if (!this.paused) this.framer?.push(blocks, length);
    return this.open;
  }

  private obey(order: ToWorklet): void {
    switch (order.do) {
      case 'stream':
        this.stream(order.port, order.channels);
        return;
      case 'stop':
        this.framer = null;
        this.target?.close();
        this.target = null;
        return;
      case 'mute':
        this.muted.set(order.channel, order.muted);
        this.framer?.mute(order.channel, order.muted);
        return;
      case 'pause':
        this.paused = order.paused;
        this.framer?.drop();
        return;
      case 'close':
        this.open = false;
    }
  }

  private stream(port: MessagePort, channels: number): void {
    this.target = port;
    this.paused = false;
    this.framer = new Framer(sampleRate, channels, (frames) => {
      const transfer = frames.map((frame) => frame.buffer);
      port.postMessage({ channels: frames, capturedAtMs: Date.now() }, transfer);
    });
    for (const [channel, muted] of this.muted) this.framer.mute(channel, muted);
  }
}

registerProcessor(PROCESSOR, CallCapture);
