import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CallConnection, type ConnectionStatus } from './callConnection';
import { CONNECT_TIMEOUT_MS, PING_EVERY_MS, SILENCE_MS, START_TRIES } from './connection';
import { FakeSocket } from './fakeSocket';
import type { ServerMessage, StartCall } from './messages';

const START: StartCall = {
  type: 'start_call',
  channels: [{ id: 0, role: 'salesperson' }],
  consent: true,
};
const OPENED: ServerMessage = { type: 'call_opened', call_id: 'c1', resume_token: 'secret' };
const PCM = new Int16Array(1600);

let sockets: FakeSocket[] = [];
let heard: ServerMessage[] = [];
let statuses: ConnectionStatus[] = [];
let call: CallConnection;

function socket(): FakeSocket {
  const last = sockets.at(-1);
  if (!last) throw new Error('No socket was opened.');
  return last;
}

function open(): void {
  call.start(START);
  socket().greet();
  socket().hear(OPENED);
}

/** Breaks the line and comes back, with the server at these numbers. */
function comeBack(audio: Record<string, number>, lastSeq = 0): void {
  socket().break();
  vi.advanceTimersByTime(20_000);
  socket().greet();
  socket().hear({ type: 'call_resumed', call_id: 'c1', last_seq: lastSeq, audio });
}

function moment(seq: number): ServerMessage {
  return { type: 'moment', call_id: 'c1', seq, at_ms: seq, label: null, call_ms: seq };
}

function audio(times: number): void {
  for (let i = 0; i < times; i += 1) call.audio([PCM], i);
}

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
    },
  );
});

afterEach(() => {
  call.quit();
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

describe('opening', () => {
  it('introduces itself after the greeting and is live once the call is open', () => {
    call.start(START);
    expect(socket().said).toEqual([]);
    socket().greet();
    expect(socket().said).toEqual([START]);
    socket().hear(OPENED);
    expect(statuses.map(({ at }) => at)).toEqual(['connecting', 'greeting', 'opening', 'live']);
    expect(heard).toEqual([OPENED]);
  });

  it('keeps the sound of the first moments until the call is open', () => {
    call.start(START);
    audio(2);
    socket().greet();
    expect(socket().frames).toEqual([]);
    socket().hear(OPENED);
    expect(socket().frames.map(({ seq }) => seq)).toEqual([0, 1]);
  });

  it('says why the server refuses, and does not insist', () => {
    call.start(START);
    socket().greet();
    socket().hear({ type: 'error', code: 'busy', message: 'Full.' });
    expect(statuses.at(-1)).toMatchObject({ at: 'closed', closed: 'refused' });
    expect(statuses.at(-1)?.problem?.code).toBe('busy');
    vi.advanceTimersByTime(60_000);
    expect(sockets).toHaveLength(1);
  });

  it('gives up a server that never answers after some tries', () => {
    call.start(START);
    vi.advanceTimersByTime(START_TRIES * (CONNECT_TIMEOUT_MS + 15_000));
    expect(sockets).toHaveLength(START_TRIES);
    expect(statuses.at(-1)).toMatchObject({ at: 'closed', closed: 'unreachable' });
  });

  it('tries again when connecting takes too long', () => {
    call.start(START);
    vi.advanceTimersByTime(CONNECT_TIMEOUT_MS - 1);
    expect(sockets).toHaveLength(1);
    vi.advanceTimersByTime(1 + 500);
    expect(sockets).toHaveLength(2);
    expect(sockets[0]?.closedWith).toBe(1000);
  });
});

describe('coming back', () => {
  it('resumes with the last event seen', () => {
    open();
    socket().hear(moment(1));
    socket().hear(moment(2));
    socket().break();
    expect(statuses.at(-1)?.at).toBe('waiting');
    vi.advanceTimersByTime(500);
    socket().greet();
    expect(socket().said).toEqual([
      { type: 'resume_call', call_id: 'c1', resume_token: 'secret', last_seq: 2 },
    ]);
  });

  it('waits longer after each failure, up to a cap', () => {
    open();
    const waits: number[] = [];
    for (let i = 0; i < 8; i += 1) {
      socket().break();
      waits.push((statuses.at(-1)?.retryAtMs ?? 0) - Date.now());
      vi.advanceTimersByTime(waits.at(-1) ?? 0);
    }
    expect(waits).toEqual([500, 1000, 2000, 4000, 8000, 15_000, 15_000, 15_000]);
  });

  it('starts over with short waits after a steady connection', () => {
    open();
    socket().break();
    vi.advanceTimersByTime(500);
    socket().break();
    vi.advanceTimersByTime(1000);
    socket().greet();
    socket().hear({ type: 'call_resumed', call_id: 'c1', last_seq: 0, audio: {} });
    vi.advanceTimersByTime(6_000);
    socket().break();
    expect((statuses.at(-1)?.retryAtMs ?? 0) - Date.now()).toBe(500);
  });

  it('comes back at once when the network does', () => {
    open();
    for (let i = 0; i < 4; i += 1) {
      socket().break();
      if (i < 3) vi.advanceTimersByTime(15_000);
    }
    const before = sockets.length;
    call.online();
    expect(sockets).toHaveLength(before + 1);
  });

  it('drops events it has seen, and passes interims, which have no number', () => {
    open();
    socket().hear(moment(1));
    socket().hear(moment(1));
    socket().hear(moment(2));
    const interim: ServerMessage = {
      type: 'transcription',
      call_id: 'c1',
      at_ms: 3,
      turn_id: 't',
      text: 'so',
      speaker: 'customer',
      is_final: false,
      start_ms: 0,
      end_ms: 1,
      confidence: null,
      channel: 1,
      committed_ms: 0,
    };
    socket().hear(interim);
    socket().hear(interim);
    expect(heard.slice(1)).toEqual([moment(1), moment(2), interim, interim]);
  });

  it('sends again what was not safe, then what came meanwhile', () => {
    open();
    audio(3);
    socket().hear({ type: 'audio_ack', channel: 0, seq: 0 });
    socket().break();
    audio(2);
    vi.advanceTimersByTime(500);
    socket().greet();
    expect(socket().frames).toEqual([]);
    socket().hear({ type: 'call_resumed', call_id: 'c1', last_seq: 0, audio: { 0: 2 } });
    expect(socket().frames.map(({ seq }) => seq)).toEqual([2, 3, 4]);
  });

  it('sends a long backlog in portions', () => {
    open();
    socket().break();
    audio(50);
    vi.advanceTimersByTime(500);
    socket().greet();
    socket().hear({ type: 'call_resumed', call_id: 'c1', last_seq: 0, audio: { 0: 0 } });
    expect(socket().frames).toHaveLength(20);
    vi.advanceTimersByTime(100);
    expect(socket().frames.map(({ seq }) => seq)).toEqual([...Array(50).keys()]);
  });

  it('holds the sound back while the socket is full', () => {
    open();
    socket().bufferedAmount = 10_000_000;
    audio(5);
    expect(socket().frames).toEqual([]);
    socket().bufferedAmount = 0;
    vi.advanceTimersByTime(50);
    expect(socket().frames).toHaveLength(5);
  });

  it('notices a half-open line by its silence', () => {
    open();
    vi.advanceTimersByTime(PING_EVERY_MS);
    expect(socket().said.at(-1)).toEqual({ type: 'ping' });
    socket().hear({ type: 'pong' });
    vi.advanceTimersByTime(SILENCE_MS);
    expect(statuses.at(-1)?.at).toBe('live');
    vi.advanceTimersByTime(PING_EVERY_MS);
    expect(statuses.map(({ at }) => at)).toContain('waiting');
    expect(sockets[0]?.closedWith).toBe(1000);
  });

  it('stays away once another page has the call', () => {
    open();
    socket().break(4409);
    expect(statuses.at(-1)).toMatchObject({ at: 'closed', closed: 'taken_over' });
    vi.advanceTimersByTime(60_000);
    expect(sockets).toHaveLength(1);
  });

  it('tries an open call again when the server is only busy, and not when the call is over', () => {
    open();
    socket().break();
    vi.advanceTimersByTime(500);
    socket().greet();
    socket().hear({ type: 'error', code: 'shutting_down', message: 'Later.' });
    expect(statuses.at(-1)?.at).toBe('waiting');
    vi.advanceTimersByTime(15_000);
    socket().greet();
    socket().hear({ type: 'error', code: 'call_has_ended', message: 'Over.' });
    expect(statuses.at(-1)).toMatchObject({ closed: 'refused' });
  });

  it('takes up a call after a reload, counting frames where the server stands', () => {
    call.resume('c1', 'secret');
    audio(3);
    socket().greet();
    expect(socket().said[0]).toMatchObject({ type: 'resume_call', last_seq: 0 });
    socket().hear({ type: 'call_resumed', call_id: 'c1', last_seq: 0, audio: { 0: 70 } });
    audio(1);
    expect(socket().frames).toEqual([{ channel: 0, seq: 70, samples: 1600 }]);
  });
});

describe('commands', () => {
  it('says again on the next line what was not answered, after the missed events', () => {
    open();
    call.command({ type: 'use_suggestion', id: 'a' });
    call.command({ type: 'mark_moment' });
    comeBack({}, 1);
    expect(socket().said).toHaveLength(1);
    socket().hear(moment(1));
    expect(socket().said.slice(1)).toEqual([{ type: 'use_suggestion', id: 'a' }]);
  });

  it('keeps a command given while away', () => {
    open();
    socket().break();
    call.command({ type: 'note', text: 'call back' });
    vi.advanceTimersByTime(500);
    socket().greet();
    socket().hear({ type: 'call_resumed', call_id: 'c1', last_seq: 0, audio: {} });
    expect(socket().said.slice(1)).toEqual([{ type: 'note', text: 'call back' }]);
  });

  it('ends a call only after the last sound went out', () => {
    open();
    socket().break();
    audio(30);
    call.command({ type: 'end_call' });
    vi.advanceTimersByTime(500);
    socket().greet();
    socket().hear({ type: 'call_resumed', call_id: 'c1', last_seq: 0, audio: { 0: 0 } });
    expect(socket().frames).toHaveLength(20);
    expect(socket().said).toHaveLength(1);
    vi.advanceTimersByTime(50);
    expect(socket().frames).toHaveLength(30);
    expect(socket().said.slice(1)).toEqual([{ type: 'end_call' }]);
    const base = { call_id: 'c1', seq: 1, at_ms: 1 };
    socket().hear({ ...base, type: 'call_ended', duration_s: 1, reason: 'ended' });
    expect(statuses.at(-1)).toMatchObject({ at: 'closed', closed: 'ended' });
  });

  it('lets no sound out while off the record', () => {
    open();
    audio(1);
    call.command({ type: 'pause' });
    audio(5);
    call.command({ type: 'unpause' });
    audio(1);
    expect(socket().frames.map(({ seq }) => seq)).toEqual([0, 1]);
  });

  it('stays off the record when an older unpause is heard late', () => {
    open();
    call.command({ type: 'pause' });
    socket().hear({ type: 'unpaused', call_id: 'c1', seq: 1, at_ms: 1, call_ms: 1 });
    audio(1);
    expect(socket().frames).toEqual([]);
  });
});
