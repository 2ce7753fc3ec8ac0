import { createStore } from '@/lib/store';
import { openGraph, type Graph } from './graph';
import { askLoopback, askMicrophone, askShare, hasCapture, hasShare, stopStream } from './open';
import {
  CAPTURE_UNSUPPORTED,
  HTTPS_NEEDED,
  problemOf,
  SHARE_UNSUPPORTED,
  SHARE_WITHOUT_AUDIO,
} from './problems';
import { QUIET } from './quiet';
import {
  CUSTOMER,
  MICROPHONE,
  type Levels,
  type Problem,
  type Sources,
  type SourceState,
  type SourceTrouble,
} from './types';

type Side = keyof Sources;
type Kind = 'microphone' | 'tab' | 'device';

interface Slot {
  stream: MediaStream | null;
  /** Counts requests, so that an answer that was overtaken is thrown away. */
  request: number;
}

const INPUT: Record<Side, number> = { microphone: MICROPHONE, customer: CUSTOMER };

/**
 * The sound of a call: opened once by the pre-call check and used by the call as it is, so nobody
 * is asked twice. A side that breaks falls silent, and its time goes on.
 */
export class Capture {
  readonly levels = createStore<Levels>(QUIET);
  readonly sources = createStore<Sources>({
    microphone: { status: 'off' },
    customer: { status: 'off' },
  });
  readonly trouble = createStore<SourceTrouble>({});
  private graph: Promise<Graph> | null = null;
  private readonly slots: Record<Side, Slot> = {
    microphone: { stream: null, request: 0 },
    customer: { stream: null, request: 0 },
  };

  async openMicrophone(deviceId: string | null = null): Promise<void> {
    await this.open('microphone', 'microphone', async () => {
      try {
        return await askMicrophone(deviceId);
      } catch (error) {
        // A remembered device may be unplugged today: the default serves.
        if (deviceId === null || !(error instanceof Error)) throw error;
        if (error.name !== 'OverconstrainedError' && error.name !== 'NotFoundError') throw error;
        return askMicrophone(null);
      }
    });
  }

  async openCustomerDevice(deviceId: string): Promise<void> {
    await this.open('customer', 'device', () => askLoopback(deviceId));
  }

  /** An earlier share goes on when the user thinks better of the new one. */
  async shareTab(): Promise<void> {
    if (hasCapture() && !hasShare()) {
      this.setSource('customer', { status: 'failed', problem: SHARE_UNSUPPORTED });
      return;
    }
    await this.open('customer', 'tab', askShare);
  }

  closeCustomer(): void {
    this.letGo('customer');
    this.setSource('customer', { status: 'off' });
    this.setTrouble({ share: undefined });
  }

  /** Packets of the first `channels` sides go to `port` from now on. */
  async stream(port: MessagePort, channels: number): Promise<void> {
    const graph = await this.running();
    graph.tell({ do: 'stream', port, channels }, [port]);
  }

  stopStream(): void {
    void this.graph?.then((graph) => graph.tell({ do: 'stop' }));
  }

  mute(channel: number, muted: boolean): void {
    void this.graph?.then((graph) => graph.tell({ do: 'mute', channel, muted }));
  }

  pause(paused: boolean): void {
    void this.graph?.then((graph) => graph.tell({ do: 'pause', paused }));
  }

  /** The browser lets sound run only after a click; after the machine slept it may need a push. */
  async wake(): Promise<void> {
    const graph = await this.graph;
    if (graph && graph.context.state !== 'running') await graph.context.resume();
  }

  close(): void {
    this.letGo('microphone');
    this.letGo('customer');
    this.sources.set({ microphone: { status: 'off' }, customer: { status: 'off' } });
    this.trouble.set({});
    const { graph } = this;
    this.graph = null;
    void graph?.then((opened) => opened.close());
  }

  private async open(side: Side, kind: Kind, ask: () => Promise<MediaStream>): Promise<void> {
    if (!hasCapture()) {
      const problem = window.isSecureContext ? CAPTURE_UNSUPPORTED : HTTPS_NEEDED;
      this.setSource(side, { status: 'failed', problem });
      return;
    }
    const slot = this.slots[side];
    slot.request += 1;
    const { request } = slot;
    const before = this.sources.get()[side];
    this.setSource(side, { status: 'asking' });
    const fail = (problem: Problem) => {
      if (slot.request !== request) return;
      const keep = slot.stream !== null && before.status === 'open';
      this.setSource(side, keep ? before : { status: 'failed', problem });
    };
    let stream: MediaStream | null = null;
    try {
      stream = await ask();
      const graph = await this.running();
      if (slot.request !== request) {
        stopStream(stream);
        return;
      }
      const track = stream.getAudioTracks()[0];
      if (!track) {
        stopStream(stream);
        fail(SHARE_WITHOUT_AUDIO);
        return;
      }
      this.adopt(side, kind, graph, stream, track);
    } catch (error) {
      stopStream(stream);
      fail(problemOf(error, kind === 'tab' ? 'share' : 'microphone'));
    }
  }

  private adopt(
    side: Side,
    kind: Kind,
    graph: Graph,
    stream: MediaStream,
    track: MediaStreamTrack,
  ): void {
    const slot = this.slots[side];
    const source = graph.context.createMediaStreamSource(new MediaStream([track]));
    graph.connect(INPUT[side], source);
    stopStream(slot.stream);
    slot.stream = stream;
    const mine = () => slot.stream === stream;
    const over = () => {
      if (mine()) this.lose(side, kind);
    };
    stream.getTracks().forEach((each) => each.addEventListener('ended', over));
    if (side === 'microphone') {
      const follow = () => {
        if (mine()) this.setTrouble({ microphone: track.muted ? 'muted_by_system' : undefined });
      };
      track.addEventListener('mute', follow);
      track.addEventListener('unmute', follow);
      this.setTrouble({ microphone: track.muted ? 'muted_by_system' : undefined });
    } else {
      this.setTrouble({ share: undefined });
    }
    const deviceId = kind === 'tab' ? null : (track.getSettings().deviceId ?? null);
    this.setSource(side, { status: 'open', kind, label: track.label, deviceId });
  }

  private lose(side: Side, kind: Kind): void {
    this.letGo(side);
    this.setSource(side, { status: 'off' });
    if (side === 'customer') {
      this.setTrouble({ share: kind === 'tab' ? 'ended' : 'lost' });
      return;
    }
    this.setTrouble({ microphone: 'lost' });
    void this.reacquire();
  }

  /** Another microphone in the place of a lost one, now or as soon as one is plugged in. */
  async reacquire(): Promise<void> {
    if (this.trouble.get().microphone !== 'lost') return;
    if (this.sources.get().microphone.status === 'asking') return;
    await this.openMicrophone();
  }

  private letGo(side: Side): void {
    const slot = this.slots[side];
    slot.request += 1;
    stopStream(slot.stream);
    slot.stream = null;
    void this.graph?.then((graph) => {
      if (slot.stream === null) graph.connect(INPUT[side], null);
    });
  }

  private async running(): Promise<Graph> {
    this.graph ??= openGraph(this.levels).then((graph) => {
      graph.context.addEventListener('statechange', () => this.followContext(graph.context));
      return graph;
    });
    const opening = this.graph;
    try {
      const graph = await opening;
      if (graph.context.state !== 'running') await graph.context.resume();
      return graph;
    } catch (error) {
      if (this.graph === opening) this.graph = null;
      throw error;
    }
  }

  private followContext(context: AudioContext): void {
    if (context.state === 'closed') return;
    const { microphone } = this.trouble.get();
    if (context.state === 'running') {
      if (microphone === 'suspended') this.setTrouble({ microphone: undefined });
      return;
    }
    if (microphone === undefined) this.setTrouble({ microphone: 'suspended' });
    void context.resume();
  }

  private setSource(side: Side, state: SourceState): void {
    this.sources.set({ ...this.sources.get(), [side]: state });
  }

  private setTrouble(change: { [K in keyof SourceTrouble]: SourceTrouble[K] | undefined }): void {
    const next: SourceTrouble = { ...this.trouble.get() };
    for (const [key, value] of Object.entries(change) as [string, string | undefined][]) {
      if (value === undefined) Reflect.deleteProperty(next, key);
      else Object.assign(next, { [key]: value });
    }
    this.trouble.set(next);
  }
}

/** What a capture can do, for those who only use one. */
export type CaptureFace = { [K in keyof Capture]: Capture[K] };
