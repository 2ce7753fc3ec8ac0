import { MicrophoneWatch, type MicrophoneWord } from '@/audio/microphoneWatch';
import type { Recording } from '@/audio/recording';
import type { SoundReport } from '@/audio/soundCheck';
import { MICROPHONE } from '@/audio/types';
import { createStore, type Store } from '@/lib/store';
import type { AudioBacklog } from '@/wire/callSurroundings';
import type { CallSocket } from '@/wire/callSocket';
import type { ServerMessage } from '@/wire/messages';
import type { Command } from '@/wire/pending';
import { actionOf, callReducer, type CallAction } from './callReducer';
import { IDLE_STATE } from './initial';
import { keepCall, letGo } from './keptCalls';
import { LeftCalls } from './leftCalls';
import { browserParts, type LiveParts, type Sound } from './liveParts';
import { rememberedMicrophone } from './rememberedMicrophone';
import { checkSound } from './soundChecker';
import { startMessage } from './startMessage';
import type { LiveState, StartOptions } from './types';
import { sameTrouble, troubleOf } from './trouble';

/** What a frame of the worklet lasts. */
const FRAME_S = 0.1;

/** The page's one call, outside React: it lives on while the user walks between the rooms. */
export class LiveSession {
  readonly state = createStore<LiveState>(IDLE_STATE);
  readonly left: LeftCalls;
  /** What is heard now: the capture's levels, or the demo's while it plays. */
  readonly sound: Store<Sound>;
  readonly check: Store<SoundReport>;
  readonly parts: LiveParts;
  private socket: CallSocket | null = null;
  private demo: Recording | null = null;
  private channels = 2;
  private backlog: AudioBacklog = { waitingMs: 0, lostMs: 0 };
  private watch = new MicrophoneWatch();
  private word: MicrophoneWord = null;
  private unwatch: (() => void)[] = [];
  private release: () => void = () => undefined;

  constructor(parts: LiveParts = browserParts()) {
    this.parts = parts;
    this.sound = createStore<Sound>(parts.capture);
    this.check = checkSound(parts.capture, parts.now);
    this.left = new LeftCalls(parts, () => this.state.get().phase === 'idle');
  }

  async start(options: StartOptions): Promise<void> {
    const { phase } = this.state.get();
    if (phase !== 'idle' && phase !== 'ended') return;
    const { source } = options;
    this.left.newest.set(null);
    this.dispatch({ type: 'START', demo: source.kind === 'demo', nowMs: this.parts.now() });
    try {
      if (source.kind === 'demo') {
        this.demo = await this.parts.openDemo(source.audible);
        this.sound.set(this.demo);
        this.channels = 2;
      } else {
        this.sound.set(this.parts.capture);
        await this.parts.capture.wake();
        this.channels = this.parts.capture.sources.get().customer.status === 'open' ? 2 : 1;
      }
      const port = await this.streamSound();
      this.open().start(startMessage(options, this.channels), port);
    } catch {
      this.closeSound();
      const problem =
        source.kind === 'demo'
          ? { code: 'demo_failed', message: 'The demo call could not be played. Try again.' }
          : { code: 'sound_failed', message: 'The sound could not be opened. Reload the page.' };
      this.dispatch({ type: 'FAIL', problem });
    }
  }

  async resume(): Promise<void> {
    const kept = this.left.newest.get();
    if (!kept || this.state.get().phase !== 'idle') return;
    this.left.newest.set(null);
    const { callId, token, startedAtMs, demo } = kept;
    this.dispatch({ type: 'RESUME', callId, startedAtMs, demo });
    try {
      if (kept.elsewhere) await this.parts.tabs.ask(callId);
      this.channels = kept.channels;
      if (demo) {
        this.demo = await this.parts.openDemo(true);
        this.sound.set(this.demo);
      } else {
        this.sound.set(this.parts.capture);
        await this.openMissing();
      }
      const port = await this.streamSound();
      this.open().resume({ callId, token, keep: !demo }, port);
      this.hold(callId);
    } catch {
      this.finish();
      this.left.newest.set(kept);
      const message = 'The sound could not be opened. Reload the page.';
      this.dispatch({ type: 'FAIL', problem: { code: 'sound_failed', message } });
    }
  }

  pause(paused: boolean): void {
    if (this.state.get().phase !== (paused ? 'live' : 'paused')) return;
    // The sound stops before anybody is asked: off the record means from this instant.
    this.sound.get().pause(paused);
    this.dispatch({ type: 'PAUSE', paused });
    this.command({ type: paused ? 'pause' : 'unpause' });
  }

  mute(channel: number, wanted?: boolean): void {
    const muted = wanted ?? !(this.state.get().muted[channel] ?? false);
    this.sound.get().mute(channel, muted);
    this.dispatch({ type: 'MUTE', channel, muted });
    this.command({ type: 'mute', channel, muted });
  }

  command(command: Command): void {
    this.socket?.command(command);
  }

  end(): void {
    const { phase, connection } = this.state.get();
    if (connection === 'taken_over') {
      this.reset();
      return;
    }
    if (phase !== 'live' && phase !== 'paused') return;
    this.dispatch({ type: 'END' });
    this.command({ type: 'end_call' });
    this.sound.get().pause(true);
  }

  /** Back to the beginning; a call that is still open stays open on the server. */
  reset(): void {
    this.socket?.quit();
    this.finish();
    this.dispatch({ type: 'RESET' });
    void this.left.look();
  }

  /** The call that goes on in another tab comes back here. */
  async takeBack(): Promise<void> {
    this.reset();
    await this.left.look();
    await this.resume();
  }

  clearError(): void {
    this.dispatch({ type: 'CLEAR_ERROR' });
  }

  /** After a reload nothing is open: the microphone is asked for, the share is said to be over. */
  private async openMissing(): Promise<void> {
    const { capture } = this.parts;
    const { microphone, customer } = capture.sources.get();
    if (microphone.status !== 'open') await capture.openMicrophone(rememberedMicrophone());
    if (this.channels === 2 && customer.status !== 'open') {
      capture.trouble.set({ ...capture.trouble.get(), share: 'ended' });
    }
    await capture.wake();
  }

  private async streamSound(): Promise<MessagePort> {
    const { port1, port2 } = new MessageChannel();
    const sound = this.sound.get();
    await sound.stream(port1, this.channels);
    this.watch = new MicrophoneWatch();
    const judge = () => {
      const muted = this.state.get().muted[MICROPHONE] ?? false;
      const listening = this.state.get().phase === 'live' && !this.demo;
      const { microphone } = sound.levels.get();
      this.word = listening ? this.watch.push(microphone, muted) : null;
      this.report();
    };
    this.unwatch = [
      sound.levels.subscribe(judge),
      this.parts.capture.trouble.subscribe(() => this.report()),
    ];
    this.report();
    return port2;
  }

  /** Other tabs of this browser see that the call is here. */
  private hold(callId: string): void {
    this.release();
    this.release = this.parts.tabs.hold(callId, () => this.socket?.handOver());
  }

  private open(): CallSocket {
    this.socket = this.parts.openSocket({
      message: (message) => this.hear(message),
      status: (status) => {
        this.dispatch({ type: 'STATUS', status, online: navigator.onLine });
        if (status.at !== 'closed') return;
        const { callId } = this.state.get();
        if (callId !== null && (status.closed === 'ended' || status.closed === 'refused')) {
          letGo(callId);
        }
        this.finish();
      },
      backlog: (backlog) => {
        this.backlog = backlog;
        this.report();
      },
    });
    return this.socket;
  }

  private hear(message: ServerMessage): void {
    const entering = this.state.get().phase === 'connecting';
    this.dispatch(actionOf(message, this.parts.now()));
    switch (message.type) {
      case 'call_opened':
        keepCall({
          callId: message.call_id,
          token: message.resume_token,
          startedAtMs: this.parts.now(),
          channels: this.channels,
          demo: this.demo !== null,
        });
        this.hold(message.call_id);
        this.demo?.play(0, () => this.end());
        return;
      case 'call_resumed':
        if (entering) this.demo?.play((message.audio[0] ?? 0) * FRAME_S, () => this.end());
        return;
      case 'paused':
      case 'unpaused':
        this.sound.get().pause(this.state.get().phase !== 'live');
        return;
      case 'muted':
        this.sound.get().mute(message.channel, message.muted);
        return;
      default:
    }
  }

  private report(): void {
    const now = this.state.get();
    const captured = this.demo ? {} : this.parts.capture.trouble.get();
    const trouble = troubleOf(captured, this.word, this.backlog);
    if (!sameTrouble(trouble, now.trouble)) this.dispatch({ type: 'TROUBLE', trouble });
  }

  /** The call is over for this page: nothing is sent any more. */
  private finish(): void {
    this.socket = null;
    this.release();
    this.closeSound();
  }

  private closeSound(): void {
    for (const stop of this.unwatch) stop();
    this.unwatch = [];
    this.word = null;
    this.backlog = { waitingMs: 0, lostMs: 0 };
    this.demo?.close();
    this.demo = null;
    this.parts.capture.stopStream();
    this.parts.capture.pause(false);
    for (let channel = 0; channel < this.channels; channel += 1) {
      this.parts.capture.mute(channel, false);
    }
    this.sound.set(this.parts.capture);
  }

  private dispatch(action: CallAction): void {
    this.state.set(callReducer(this.state.get(), action));
  }
}
