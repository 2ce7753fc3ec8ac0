/** What a call in the page is built from; tests hand in their own. */
import { Capture, type CaptureFace } from '@/audio/capture';
import { createDeviceList, type DeviceList } from '@/audio/devices';
import { openRecording, type Recording } from '@/audio/recording';
import type { Levels } from '@/audio/types';
import type { Store } from '@/lib/store';
import { openCallSocket, type OpenCallSocket } from '@/wire/callSocket';

import { callTabs, type CallTabs } from './callTabs';
import { serverCalls, type ServerCalls } from './serverCalls';
import { waitingSound, type WaitingSound } from './waitingSound';

const DEMO_URL = `${import.meta.env.BASE_URL}demo/demo-call.mp3`;

/** What a call takes its sound from: the prepared capture, or a recording. */
export interface Sound {
  levels: Store<Levels>;
  stream: (port: MessagePort, channels: number) => Promise<void> | void;
  pause: (paused: boolean) => void;
  mute: (channel: number, muted: boolean) => void;
}

export interface LiveParts {
  capture: CaptureFace;
  devices: DeviceList;
  openSocket: OpenCallSocket;
  openDemo: (audible: boolean) => Promise<Recording>;
  calls: ServerCalls;
  tabs: CallTabs;
  waiting: WaitingSound;
  now: () => number;
}

export function browserParts(): LiveParts {
  return {
    capture: new Capture(),
    devices: createDeviceList(),
    openSocket: openCallSocket,
    openDemo: (audible) => openRecording(DEMO_URL, audible),
    calls: serverCalls,
    tabs: callTabs,
    waiting: waitingSound,
    now: () => Date.now(),
  };
}
