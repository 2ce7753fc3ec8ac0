import { socketUrl } from './backend';
import type { AudioBacklog, ConnectionStatus } from './callSurroundings';
import type { ServerMessage, StartCall } from './messages';
import type { Command } from './pending';
import type { FromWorker, ResumedCall, ToWorker } from './socketProtocol';
import { isThinLine } from './thinLine';

export interface CallSocketListener {
  message: (message: ServerMessage) => void;
  status: (status: ConnectionStatus) => void;
  backlog: (backlog: AudioBacklog) => void;
}

/** The page's end of one call's connection. */
export interface CallSocket {
  /** `audio` is where the sound arrives, handed over to the Worker. */
  start: (message: StartCall, audio: MessagePort | null) => void;
  resume: (call: ResumedCall, audio: MessagePort | null) => void;
  command: (command: Command) => void;
  /** Another tab goes on with the call: the status is `taken_over` once it finds all of it. */
  handOver: () => void;
  /** Closes without ending the call. */
  quit: () => void;
}

export type OpenCallSocket = (listener: CallSocketListener) => CallSocket;

export const openCallSocket: OpenCallSocket = (listener) => {
  const worker = new Worker(new URL('./socket.worker.ts', import.meta.url), {
    type: 'module',
    name: 'call-socket',
  });
  const url = socketUrl('/api/v1/live');
  const thin = isThinLine();
  const tell = (message: ToWorker, transfer: Transferable[] = []) =>
    worker.postMessage(message, transfer);
  const online = () => tell({ do: 'online' });
  const stop = () => {
    window.removeEventListener('online', online);
    worker.terminate();
  };
  worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
    switch (data.say) {
      case 'message':
        listener.message(data.message);
        return;
      case 'status':
        listener.status(data.status);
        if (data.status.at === 'closed') stop();
        return;
      case 'backlog':
        listener.backlog(data.backlog);
    }
  };
  worker.onerror = () => {
    stop();
    listener.status({
      at: 'closed',
      retryAtMs: null,
      closed: 'refused',
      problem: {
        code: 'worker_failed',
        message: 'The connection could not be set up. Reload the page.',
      },
    });
  };
  window.addEventListener('online', online);
  return {
    start: (message, audio) =>
      tell({ do: 'start', url, message, audio, thin }, audio ? [audio] : undefined),
    resume: (call, audio) =>
      tell({ do: 'resume', url, call, audio, thin }, audio ? [audio] : undefined),
    command: (command) => tell({ do: 'command', command }),
    handOver: () => tell({ do: 'hand_over' }),
    quit: () => tell({ do: 'quit' }),
  };
};
