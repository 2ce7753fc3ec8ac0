import type { AudioBacklog, Listener, Socket, Surroundings } from './callSurroundings';
import { step, TAKEN_OVER } from './connection';
import { IDLE, type ClosedWhy, type Effect, type Input, type TimerName } from './connectionTypes';
import type { ClientMessage, ServerMessage, StartCall } from './messages';
import { Outbox } from './outbox';
import type { Packer } from './opusPacker';
import { PendingCommands, type Command } from './pending';
import { SoundKeeper } from './soundKeeper';

/** Sound kept for the server while it cannot be reached: what it takes at once, less a margin. */
export const KEEP_MS = 290_000;
/** Sound is held back while this much waits inside the socket. */
const SOCKET_FULL_BYTES = 256 * 1024;
/** A backlog goes out at most this fast, so that a fresh socket is not flooded. */
const PUMP_FRAMES = 20;
const PUMP_EVERY_MS = 50;

/** Whether nobody can come back to the call. */
function isOver(closed: ClosedWhy | null): boolean {
  return closed === 'ended' || closed === 'refused';
}

/** One call over sockets that come and go. Runs in a Worker; knows nothing of the page. */
export class CallConnection {
  private state = IDLE;
  private socket: Socket | null = null;
  private readonly timers = new Map<TimerName, ReturnType<typeof setTimeout>>();
  private pumping: ReturnType<typeof setTimeout> | null = null;
  private readonly outbox = new Outbox(KEEP_MS);
  private readonly pending = new PendingCommands();
  private readonly keeper: SoundKeeper;
  private readonly packer: Packer | null;
  /** Commands in their turn behind sound that has not gone out. */
  private held: Command[] = [];
  /** Off the record: sound that arrives is dropped here. */
  private paused = false;
  /** A reloaded page does not know where to count on until the server has said so. */
  private numbered = true;
  /** Commands are repeated once the events up to here have been seen. */
  private replayTo: number | null = null;
  private readonly url: string;
  private readonly listener: Listener;
  private readonly around: Surroundings;

  constructor(url: string, listener: Listener, around: Surroundings) {
    this.url = url;
    this.listener = listener;
    this.around = around;
    this.keeper = new SoundKeeper(this.outbox, around.store, around.now);
    this.packer =
      around.pack?.((channel, sound, capturedAtMs) => {
        this.outbox.push(channel, sound, capturedAtMs, around.now());
        this.pump();
      }) ?? null;
  }

  start(message: StartCall): void {
    this.input({ type: 'start', message });
  }

  /** What the page before kept of the call's sound goes out first. */
  resume(callId: string, token: string): void {
    this.numbered = false;
    const begin = (counted: boolean) => {
      this.numbered = counted;
      this.input({ type: 'resume', callId, token });
    };
    if (this.around.store) void this.keeper.takeUp(callId).then(begin);
    else begin(false);
  }

  /** Another tab goes on with the call, with all that is kept here. */
  handOver(): void {
    this.input({ type: 'lost', code: TAKEN_OVER });
  }

  /** Sound of one moment, one entry a channel. */
  audio(channels: readonly Int16Array[], capturedAtMs: number): void {
    if (this.paused || !this.numbered || this.state.at === 'closed') return;
    if (this.pending.has('end_call')) return;
    if (this.packer) {
      this.packer.push(channels, capturedAtMs);
      return;
    }
    const now = this.around.now();
    channels.forEach((pcm, channel) => this.outbox.push(channel, pcm, capturedAtMs, now));
    this.pump();
  }

  command(command: Command): void {
    if (this.state.at === 'closed') return;
    if (command.type === 'pause') this.setPaused(true);
    if (command.type === 'unpause') this.setPaused(false);
    this.pending.add(command);
    // Before and between sockets the pending list is what goes out on the next one.
    if (this.state.at === 'live' && this.replayTo === null) this.say([command]);
  }

  online(): void {
    this.input({ type: 'online' });
  }

  quit(): void {
    this.input({ type: 'quit' });
  }

  backlog(): AudioBacklog {
    return { waitingMs: this.outbox.waitingMs, lostMs: this.outbox.lostMs };
  }

  private input(input: Input): void {
    const before = this.state;
    const { state, effects } = step(before, input, this.around.now(), this.around.random);
    this.state = state;
    for (const effect of effects) this.perform(effect);
    if (before.at !== state.at) {
      const { at, closed, problem } = state;
      const retryAtMs = state.retryAtMs && state.retryAtMs - this.around.now() + Date.now();
      this.around.log(at, { attempt: state.attempt, lastSeq: state.lastSeq, closed });
      const tell = () => this.listener.status({ at, retryAtMs, closed, problem });
      if (at === 'closed') this.packer?.close();
      if (at === 'closed' && this.around.store) void this.keeper.close(isOver(closed)).then(tell);
      else tell();
    }
  }

  private perform(effect: Effect): void {
    switch (effect.do) {
      case 'connect':
        this.connect();
        return;
      case 'disconnect':
        this.disconnect();
        return;
      case 'send':
        this.transmit(effect.message);
        return;
      case 'timer':
        this.stop(effect.name);
        this.timers.set(
          effect.name,
          setTimeout(() => this.input({ type: 'timer', name: effect.name }), effect.ms),
        );
        return;
      case 'stop':
        this.stop(effect.name);
        return;
      case 'deliver':
        this.deliver(effect.message);
        return;
      case 'flow':
        this.outbox.rewind(effect.audio);
        this.numbered = true;
        this.held = [];
        this.replayTo = effect.replayTo;
        this.repeatWhenCaughtUp();
        this.pump();
    }
  }

  private connect(): void {
    this.disconnect();
    let socket: Socket;
    try {
      socket = this.around.open(this.url);
    } catch {
      queueMicrotask(() => this.input({ type: 'lost', code: 1006 }));
      return;
    }
    this.socket = socket;
    socket.binaryType = 'arraybuffer';
    socket.onopen = () => this.input({ type: 'opened' });
    socket.onmessage = ({ data }) => {
      if (typeof data === 'string') this.read(data);
    };
    socket.onclose = ({ code }) => {
      if (this.socket !== socket) return;
      this.around.log('lost', { code });
      this.input({ type: 'lost', code });
    };
  }

  /** A half-open socket may report its end minutes later: nobody listens to it any more. */
  private disconnect(): void {
    const { socket } = this;
    this.socket = null;
    if (this.pumping !== null) clearTimeout(this.pumping);
    this.pumping = null;
    if (!socket) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close(1000);
  }

  private read(data: string): void {
    let message: ServerMessage;
    try {
      message = JSON.parse(data) as ServerMessage;
    } catch {
      this.around.log('unreadable', { length: data.length });
      return;
    }
    this.input({ type: 'message', message });
  }

  private deliver(message: ServerMessage): void {
    if (message.type === 'audio_ack') {
      this.outbox.ack(message.channel, message.seq);
      return;
    }
    if ('at_ms' in message) {
      this.pending.confirm(message);
      if (message.type === 'paused' && !this.pending.has('unpause')) this.setPaused(true);
      if (message.type === 'unpaused' && !this.pending.has('pause')) this.setPaused(false);
    }
    if (message.type === 'call_opened') this.keeper.begin(message.call_id);
    this.listener.message(message);
    this.repeatWhenCaughtUp();
  }

  private setPaused(paused: boolean): void {
    this.paused = paused;
    this.outbox.pause();
  }

  private repeatWhenCaughtUp(): void {
    if (this.replayTo === null || this.state.lastSeq < this.replayTo) return;
    this.replayTo = null;
    this.say(this.pending.repeat());
  }

  private say(commands: readonly Command[]): void {
    this.held.push(...commands);
    this.releaseHeld();
  }

  /** These close a stretch of sound, so what was heard before has to be out first. */
  private releaseHeld(): void {
    while (this.held[0]) {
      const { type } = this.held[0];
      const closing = type === 'pause' || type === 'unpause' || type === 'end_call';
      if (closing && this.packer?.busy) {
        void this.packer.flush().then(() => this.pump());
        return;
      }
      if (closing && this.outbox.hasUnsent) return;
      this.transmit(this.held[0]);
      this.held.shift();
    }
  }

  private transmit(message: ClientMessage): void {
    this.socket?.send(JSON.stringify(message));
  }

  private pump(): void {
    if (this.state.at !== 'live' || !this.socket || this.pumping !== null) return;
    for (let sent = 0; sent < PUMP_FRAMES; sent += 1) {
      if (this.socket.bufferedAmount > SOCKET_FULL_BYTES) break;
      const bytes = this.outbox.take();
      if (!bytes) break;
      this.socket.send(bytes);
    }
    this.releaseHeld();
    if (!this.outbox.hasUnsent) return;
    this.pumping = setTimeout(() => {
      this.pumping = null;
      this.pump();
    }, PUMP_EVERY_MS);
  }

  private stop(name: TimerName): void {
    const timer = this.timers.get(name);
    if (timer !== undefined) clearTimeout(timer);
    this.timers.delete(name);
  }
}
