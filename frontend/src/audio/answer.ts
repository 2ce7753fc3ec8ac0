import type { Store } from '@/lib/store';
import { FRAME_SAMPLES } from './framer';
import { openGraph } from './graph';
import { askMicrophone, stopStream } from './open';
import { problemOf } from './problems';
import { MICROPHONE, type Levels } from './types';

/** The server hears no more of an answer. */
const MOST_SECONDS = 90;
const FRAMES_A_SECOND = 10;
const MOST_FRAMES = MOST_SECONDS * FRAMES_A_SECOND;
/** What is said last is still on its way when somebody stops. */
const TAIL_MS = 250;

/** A few sentences into the microphone, held in memory only. */
export interface Answer {
  levels: Store<Levels>;
  /** Mono PCM16 at 16 kHz, little-endian. The microphone is let go. */
  finish: () => Promise<ArrayBuffer>;
  cancel: () => void;
}

/** Rejects with an Error whose message is for the user. `onFull` when no more is taken. */
export async function recordAnswer(onFull: () => void): Promise<Answer> {
  let stream: MediaStream;
  try {
    stream = await askMicrophone(null);
  } catch (error) {
    throw new Error(problemOf(error, 'microphone').message, { cause: error });
  }
  try {
    const graph = await openGraph();
    const frames: Int16Array[] = [];
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }: MessageEvent<{ channels: Int16Array[] }>) => {
      const [frame] = data.channels;
      if (frame === undefined || frames.length >= MOST_FRAMES) return;
      frames.push(frame);
      if (frames.length === MOST_FRAMES) onFull();
    };
    graph.connect(
      MICROPHONE,
      new MediaStreamAudioSourceNode(graph.context, { mediaStream: stream }),
    );
    graph.tell({ do: 'stream', port: port2, channels: 1 }, [port2]);
    await graph.context.resume();
    const letGo = (): void => {
      port1.close();
      graph.close();
      stopStream(stream);
    };
    return {
      levels: graph.levels,
      cancel: letGo,
      finish: async () => {
        await new Promise((resolve) => setTimeout(resolve, TAIL_MS));
        letGo();
        const pcm = new Int16Array(frames.length * FRAME_SAMPLES);
        frames.forEach((frame, place) => pcm.set(frame, place * FRAME_SAMPLES));
        return pcm.buffer;
      },
    };
  } catch (error) {
    stopStream(stream);
    throw error;
  }
}
