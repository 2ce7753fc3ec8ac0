/** What the connection is, what can happen to it, and what it asks for. */
import type { ClientMessage, ServerMessage, StartCall } from './messages';

export type At = 'idle' | 'connecting' | 'greeting' | 'opening' | 'live' | 'waiting' | 'closed';
export type ClosedWhy = 'ended' | 'taken_over' | 'refused' | 'unreachable' | 'quit';
export type TimerName = 'handshake' | 'retry' | 'ping';

export interface ConnectionState {
  at: At;
  start: StartCall | null;
  call: { id: string; token: string } | null;
  /** The last durable event seen, 0 for none. */
  lastSeq: number;
  attempt: number;
  /** Connections left because nothing was heard, since one held. */
  silences: number;
  retryAtMs: number | null;
  liveSinceMs: number;
  heardAtMs: number;
  /** When the line was last looked at. */
  pingedAtMs: number;
  closed: ClosedWhy | null;
  problem: { code: string; message: string } | null;
}

export const IDLE: ConnectionState = {
  at: 'idle',
  start: null,
  call: null,
  lastSeq: 0,
  attempt: 0,
  silences: 0,
  retryAtMs: null,
  liveSinceMs: 0,
  heardAtMs: 0,
  pingedAtMs: 0,
  closed: null,
  problem: null,
};

export type Input =
  | { type: 'start'; message: StartCall }
  | { type: 'resume'; callId: string; token: string }
  | { type: 'opened' }
  | { type: 'message'; message: ServerMessage }
  | { type: 'lost'; code: number }
  | { type: 'timer'; name: TimerName }
  | { type: 'online' }
  | { type: 'quit' };

export type Effect =
  | { do: 'connect' }
  | { do: 'disconnect' }
  | { do: 'send'; message: ClientMessage }
  | { do: 'timer'; name: TimerName; ms: number }
  | { do: 'stop'; name: TimerName }
  | { do: 'deliver'; message: ServerMessage }
  /** The call is open on this socket: send what waits, from these frame numbers on. */
  | { do: 'flow'; audio: Readonly<Record<string, number>>; replayTo: number };

export interface Step {
  state: ConnectionState;
  effects: Effect[];
}
