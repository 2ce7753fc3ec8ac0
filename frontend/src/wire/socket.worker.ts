/**
 * The Worker that owns the call's socket: the page is often in the background, where its own
 * timers are slowed down to one a minute.
 */
import { CallConnection } from './callConnection';
import type { Socket } from './callSurroundings';
import { keptSound } from './keptSound';
import { OpusPacker } from './opusPacker';
import type { AudioPacket, FromWorker, ToWorker } from './socketProtocol';

const BACKLOG_EVERY_MS = 1000;

/** The part of a Worker's global scope that is used; its library clashes with the page's. */
interface Scope {
  postMessage: (message: FromWorker) => void;
  onmessage: ((event: MessageEvent<ToWorker>) => void) | null;
}

const scope = globalThis as unknown as Scope;
let connection: CallConnection | null = null;
let reported = '';

interface Line {
  url: string;
  audio: MessagePort | null;
  thin: boolean;
}

function build({ url, audio, thin }: Line, keep: boolean): CallConnection {
  const built = new CallConnection(
    url,
    {
      message: (message) => scope.postMessage({ say: 'message', message }),
      status: (status) => scope.postMessage({ say: 'status', status }),
    },
    {
      open: (address) => new WebSocket(address) as unknown as Socket,
      now: () => performance.now(),
      random: () => Math.random(),
      store: keep ? keptSound : null,
      pack: thin && typeof AudioEncoder !== 'undefined' ? (output) => new OpusPacker(output) : null,
      log: (what, detail) => {
        // eslint-disable-next-line no-console -- in development only, ids and numbers
        if (import.meta.env.DEV) console.debug(`[call socket] ${what}`, detail);
      },
    },
  );
  if (audio) {
    audio.onmessage = ({ data }: MessageEvent<AudioPacket>) =>
      built.audio(data.channels, data.capturedAtMs);
  }
  return built;
}

/** One wish for a call, however often it is sent. `crypto.randomUUID` wants HTTPS, this does not. */
function attemptId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

scope.onmessage = ({ data }) => {
  switch (data.do) {
    case 'start':
      connection = build(data, !data.message.demo);
      connection.start({ ...data.message, attempt_id: attemptId() });
      return;
    case 'resume':
      connection = build(data, data.call.keep);
      connection.resume(data.call.callId, data.call.token);
      return;
    case 'command':
      connection?.command(data.command);
      return;
    case 'online':
      connection?.online();
      return;
    case 'hand_over':
      connection?.handOver();
      return;
    case 'quit':
      connection?.quit();
  }
};

setInterval(() => {
  if (!connection) return;
  const backlog = connection.backlog();
  const said = `${Math.round(backlog.waitingMs / 1000)}/${Math.round(backlog.lostMs / 1000)}`;
  if (said === reported) return;
  reported = said;
  scope.postMessage({ say: 'backlog', backlog });
}, BACKLOG_EVERY_MS);
