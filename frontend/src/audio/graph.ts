import workletUrl from './capture.worklet.ts?worker&url';
import { createStore, type Store } from '@/lib/store';
import { QUIET } from './quiet';
import type { Levels } from './types';
import { PROCESSOR, type FromWorklet, type ToWorklet } from './workletProtocol';

/** One AudioContext with the capture worklet, whose inputs are the two sides of a call. */
export interface Graph {
  context: AudioContext;
  levels: Store<Levels>;
  /** Puts `source` on an input in the place of what was there; null leaves it silent. */
  connect: (input: number, source: AudioNode | null, output?: number) => void;
  tell: (order: ToWorklet, transfer?: Transferable[]) => void;
  close: () => void;
}

/**
 * The context runs at its own rate, whatever the devices say: the worklet brings it to 16 kHz.
 * Levels arrive about 15 times a second.
 */
export async function openGraph(levels: Store<Levels> = createStore(QUIET)): Promise<Graph> {
  const context = new AudioContext({ latencyHint: 'interactive' });
  try {
    await context.audioWorklet.addModule(workletUrl);
  } catch (error) {
    await context.close();
    throw error;
  }
  const node = new AudioWorkletNode(context, PROCESSOR, {
    numberOfInputs: 2,
    numberOfOutputs: 1,
    outputChannelCount: [1],
    channelCount: 1,
    channelCountMode: 'explicit',
    channelInterpretation: 'speakers',
  });
  node.port.onmessage = ({ data }: MessageEvent<FromWorklet>) => levels.set(data.levels);
  // Its output is silence; a node that leads nowhere would not be run.
  node.connect(context.destination);
  const connected: (AudioNode | null)[] = [null, null];
  const tell = (order: ToWorklet, transfer: Transferable[] = []) =>
    node.port.postMessage(order, transfer);
  return {
    context,
    levels,
    tell,
    connect: (input, source, output = 0) => {
      connected[input]?.disconnect(node);
      source?.connect(node, output, input);
      connected[input] = source;
    },
    close: () => {
      tell({ do: 'close' });
      node.disconnect();
      levels.set(QUIET);
      void context.close();
    },
  };
}
