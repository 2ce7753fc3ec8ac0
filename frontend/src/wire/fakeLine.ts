/** One call over sockets that the test plays the server for, for the tests of the connection. */
import { afterEach, beforeEach, expect, vi } from 'vitest';
import { CallConnection } from './callConnection';
import type { ConnectionStatus } from './callSurroundings';
import { FakeSocket } from './fakeSocket';
import type { ServerMessage, StartCall } from './messages';

export const START: StartCall = {
  type: 'start_call',
  channels: [{ id: 0, role: 'salesperson' }],
  consent: true,
};
export const OPENED: ServerMessage = { type: 'call_opened', call_id: 'c1', resume_token: 'secret' };
const PCM = new Int16Array(1600);

export let sockets: FakeSocket[] = [];
export let heard: ServerMessage[] = [];
export let statuses: ConnectionStatus[] = [];
export let call: CallConnection;

export function socket(): FakeSocket {
  const last = sockets.at(-1);
  if (!last) throw new Error('No socket was opened.');
  return last;
}

export function open(): void {
  call.start(START);
  socket().greet();
  socket().hear(OPENED);
}

/** Breaks the line and comes back, with the server at these numbers. */
export function comeBack(audio: Record<string, number>, lastSeq = 0): void {
  socket().break();
  vi.advanceTimersByTime(20_000);
  socket().greet();
  socket().hear({ type: 'call_resumed', call_id: 'c1', last_seq: lastSeq, audio });
}

export function moment(seq: number): ServerMessage {
  return { type: 'moment', call_id: 'c1', seq, at_ms: seq, label: null, call_ms: seq };
}

export function audio(times: number): void {
  for (let i = 0; i < times; i += 1) call.audio([PCM], i);
}

/** Time is faked; nothing may be left running at the end of a test. */
export function withFakeLine(): void {
  beforeEach(() => {
    vi.useFakeTimers();
    sockets = [];
    heard = [];
    statuses = [];
    call = new CallConnection(
      'ws://here/api/v1/live',
      { message: (message) => heard.push(message), status: (status) => statuses.push(status) },
      {
        open: () => {
          sockets.push(new FakeSocket());
          return socket();
        },
        now: () => Date.now(),
        random: () => 1,
        log: () => undefined,
        pack: null,
        store: null,
      },
    );
  });

  afterEach(() => {
    call.quit();
    expect(vi.getTimerCount()).toBe(0);
    vi.useRealTimers();
  });
}
