import { QUIET } from '@/audio/quiet';
import type { InputDevice, Levels, Sources, SourceTrouble } from '@/audio/types';
import { createStore } from '@/lib/store';
import type { CallSocketListener } from '@/wire/callSocket';
import type { ServerMessage, StartCall } from '@/wire/messages';
import type { Command } from '@/wire/pending';
import type { LiveParts } from './liveParts';

/** The session's surroundings for tests: no sound, no Worker, and the test plays the server. */
export interface FakeParts extends LiveParts {
  /** What the session did, in order. */
  done: string[];
  started: StartCall[];
  commands: Command[];
  hear: (message: ServerMessage) => void;
  listener: () => CallSocketListener;
  endDemo: () => void;
  /** Calls that the server still has open. */
  openCalls: Set<string>;
  /** Calls that another tab has. */
  elsewhere: Set<string>;
  /** Another tab wants the call of this one. */
  askFor: (callId: string) => void;
}

export function fakeParts(): FakeParts {
  const done: string[] = [];
  const started: StartCall[] = [];
  const commands: Command[] = [];
  const openCalls = new Set<string>();
  const elsewhere = new Set<string>();
  const held = new Map<string, () => void>();
  let listener: CallSocketListener | null = null;
  let endDemo: (() => void) | null = null;
  const note = (what: string) => {
    done.push(what);
    return Promise.resolve();
  };
  const current = () => {
    if (!listener) throw new Error('No socket was opened.');
    return listener;
  };
  return {
    done,
    started,
    commands,
    openCalls,
    elsewhere,
    askFor: (callId) => held.get(callId)?.(),
    tabs: {
      hold: (callId, asked) => {
        held.set(callId, asked);
        return () => held.delete(callId);
      },
      isElsewhere: (callId) => Promise.resolve(elsewhere.has(callId)),
      ask: (callId) => {
        elsewhere.delete(callId);
        return note(`ask ${callId}`);
      },
    },
    waiting: { ofCall: () => Promise.resolve(0), keepOnly: () => Promise.resolve() },
    calls: {
      isOpen: (callId) => Promise.resolve(openCalls.has(callId)),
      end: (callId) => {
        openCalls.delete(callId);
        return note(`end ${callId}`);
      },
    },
    listener: current,
    hear: (message) => current().message(message),
    endDemo: () => endDemo?.(),
    now: () => 1_800_000_000_000,
    capture: {
      levels: createStore<Levels>(QUIET),
      sources: createStore<Sources>({
        microphone: { status: 'open', kind: 'microphone', label: 'Headset', deviceId: 'a' },
        customer: { status: 'open', kind: 'tab', label: 'Meeting', deviceId: null },
      }),
      trouble: createStore<SourceTrouble>({}),
      openMicrophone: (id) => note(`microphone ${id ?? 'default'}`),
      openCustomerDevice: (id) => note(`customer ${id}`),
      shareTab: () => note('share'),
      closeCustomer: () => void note('close customer'),
      stream: (_port, channels) => note(`stream ${channels}`),
      stopStream: () => void note('stop'),
      mute: (channel, muted) => void note(`mute ${channel} ${muted ? 'on' : 'off'}`),
      pause: (paused) => void note(`pause ${paused ? 'on' : 'off'}`),
      wake: () => note('wake'),
      reacquire: () => note('reacquire'),
      close: () => void note('close'),
    },
    devices: {
      inputs: createStore<InputDevice[]>([{ deviceId: 'a', label: 'Headset' }]),
      refresh: () => note('refresh'),
      watch: () => () => undefined,
    },
    openSocket: (told) => {
      listener = told;
      return {
        start: (message) => void started.push(message),
        resume: ({ callId }) => void note(`resume ${callId}`),
        handOver: () => void note('hand over'),
        command: (command) => void commands.push(command),
        quit: () => void note('quit'),
      };
    },
    openDemo: () =>
      Promise.resolve({
        levels: createStore<Levels>(QUIET),
        stream: () => undefined,
        play: (fromS, onEnd) => {
          endDemo = onEnd;
          done.push(`play from ${fromS}`);
        },
        pause: (paused) => void note(`demo pause ${paused ? 'on' : 'off'}`),
        mute: () => undefined,
        close: () => void note('demo close'),
      }),
  };
}
