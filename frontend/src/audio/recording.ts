import { createStore, type Store } from '@/lib/store';
import { openGraph } from './graph';
import { QUIET } from './quiet';
import { CUSTOMER, MICROPHONE, type Levels } from './types';

/** Silence after the last word, so that it is heard to its end. */
const TAIL_MS = 1500;

/** A two-channel recording in the place of the two sides: left salesperson, right customer. */
export interface Recording {
  levels: Store<Levels>;
  stream: (port: MessagePort, channels: number) => void;
  /** `fromS` seconds in; `onEnd` once when it has played out (not when it is closed). */
  play: (fromS: number, onEnd: () => void) => void;
  pause: (paused: boolean) => void;
  mute: (channel: number, muted: boolean) => void;
  close: () => void;
}

/** Rejects when the file is not there, or this browser cannot decode it. */
export async function openRecording(url: string, audible: boolean): Promise<Recording> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`The recording answered with status ${response.status}.`);
  const bytes = await response.arrayBuffer();
  const levels = createStore<Levels>(QUIET);
  const graph = await openGraph(levels);
  const { context } = graph;
  try {
    const buffer = await context.decodeAudioData(bytes);
    const source = new AudioBufferSourceNode(context, { buffer });
    const sides = new ChannelSplitterNode(context, { numberOfOutputs: 2 });
    source.connect(sides);
    graph.connect(MICROPHONE, sides, 0);
    graph.connect(CUSTOMER, sides, 1);
    if (audible) source.connect(context.destination);
    // Until it plays there is nothing to send: silence would only move the call's clock.
    await context.suspend();
    let closed = false;
    return {
      levels,
      stream: (port, channels) => graph.tell({ do: 'stream', port, channels }, [port]),
      play: (fromS, onEnd) => {
        source.onended = () => {
          setTimeout(() => {
            if (!closed) onEnd();
          }, TAIL_MS);
        };
        source.start(0, fromS);
        void context.resume();
      },
      pause: (paused) => {
        graph.tell({ do: 'pause', paused });
        void (paused ? context.suspend() : context.resume());
      },
      mute: (channel, muted) => graph.tell({ do: 'mute', channel, muted }),
      close: () => {
        closed = true;
        graph.close();
      },
    };
  } catch (error) {
    graph.close();
    throw error;
  }
}
