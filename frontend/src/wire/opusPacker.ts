import type { Packed } from './frame';

const RATE = 16_000;
const PACKET_MS = 20;
/** Speech at this rate loses nothing that its recognition needs: a tenth of what samples take. */
const BITS_PER_S = 24_000;
const CONFIG: AudioEncoderConfig = {
  codec: 'opus',
  sampleRate: RATE,
  numberOfChannels: 1,
  bitrate: BITS_PER_S,
  opus: { frameDuration: PACKET_MS * 1000 },
};

/** Sound of one moment, packed or, when that failed, as it was. */
export type PackerOutput = (
  channel: number,
  sound: Packed | Int16Array,
  capturedAtMs: number,
) => void;

export interface Packer {
  push: (channels: readonly Int16Array[], capturedAtMs: number) => void;
  /** Sound went in that has not come out. */
  readonly busy: boolean;
  /** Everything that went in comes out. */
  flush: () => Promise<void>;
  close: () => void;
}

interface Waiting {
  pcm: Int16Array;
  capturedAtMs: number;
}

/** Whether this browser can pack sound. */
export async function canPack(): Promise<boolean> {
  if (typeof AudioEncoder === 'undefined') return false;
  try {
    return (await AudioEncoder.isConfigSupported(CONFIG)).supported === true;
  } catch {
    return false;
  }
}

/**
 * Packs each channel with the browser's own Opus. Packets of one frame stay together, so frames
 * are numbered and acknowledged as ever. An encoder that fails gives way to plain samples.
 */
export class OpusPacker implements Packer {
  private readonly lanes: Lane[] = [];
  private readonly output: PackerOutput;

  constructor(output: PackerOutput) {
    this.output = output;
  }

  push(channels: readonly Int16Array[], capturedAtMs: number): void {
    channels.forEach((pcm, channel) => this.lane(channel).push(pcm, capturedAtMs));
  }

  get busy(): boolean {
    return this.lanes.some((lane) => lane.busy);
  }

  async flush(): Promise<void> {
    await Promise.all(this.lanes.map((lane) => lane.flush()));
  }

  close(): void {
    for (const lane of this.lanes) lane.close();
  }

  private lane(channel: number): Lane {
    return (this.lanes[channel] ??= new Lane((sound, at) => this.output(channel, sound, at)));
  }
}

class Lane {
  private encoder: AudioEncoder | null = null;
  private waiting: Waiting[] = [];
  private packets: Uint8Array[] = [];
  private timestampUs = 0;
  private readonly output: (sound: Packed | Int16Array, capturedAtMs: number) => void;

  constructor(output: (sound: Packed | Int16Array, capturedAtMs: number) => void) {
    this.output = output;
    try {
      this.encoder = new AudioEncoder({
        output: (chunk) => this.take(chunk),
        error: () => this.fail(),
      });
      this.encoder.configure(CONFIG);
    } catch {
      this.encoder = null;
    }
  }

  get busy(): boolean {
    return this.waiting.length > 0;
  }

  push(pcm: Int16Array, capturedAtMs: number): void {
    if (this.encoder === null) {
      this.output(pcm, capturedAtMs);
      return;
    }
    this.waiting.push({ pcm, capturedAtMs });
    const data = new AudioData({
      format: 's16',
      sampleRate: RATE,
      numberOfFrames: pcm.length,
      numberOfChannels: 1,
      timestamp: this.timestampUs,
      data: new Int16Array(pcm),
    });
    this.timestampUs += (pcm.length / RATE) * 1_000_000;
    try {
      this.encoder.encode(data);
    } catch {
      this.fail();
    }
    data.close();
  }

  async flush(): Promise<void> {
    try {
      await this.encoder?.flush();
    } catch {
      this.fail();
    }
    // The encoder held back less than a packet, which no more sound would have completed.
    const [next] = this.waiting;
    if (next && this.packets.length > 0) this.give(next);
    this.giveUp();
  }

  close(): void {
    if (this.encoder?.state === 'configured') this.encoder.close();
    this.encoder = null;
    this.waiting = [];
  }

  private take(chunk: EncodedAudioChunk): void {
    const packet = new Uint8Array(chunk.byteLength);
    chunk.copyTo(packet);
    this.packets.push(packet);
    const [next] = this.waiting;
    const whole = next && Math.floor((next.pcm.length * 1000) / RATE / PACKET_MS);
    if (next && this.packets.length === whole) this.give(next);
  }

  private give({ capturedAtMs }: Waiting): void {
    const { packets } = this;
    this.packets = [];
    this.waiting.shift();
    this.output({ packets, ms: packets.length * PACKET_MS }, capturedAtMs);
  }

  private fail(): void {
    this.encoder = null;
    this.packets = [];
    this.giveUp();
  }

  /** What was not packed goes out as it is. */
  private giveUp(): void {
    const left = this.waiting;
    this.waiting = [];
    for (const { pcm, capturedAtMs } of left) this.output(pcm, capturedAtMs);
  }
}
