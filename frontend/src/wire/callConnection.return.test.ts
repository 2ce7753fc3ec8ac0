import { describe, expect, it, vi } from 'vitest';
import { PING_EVERY_MS, SILENCE_MS } from './connectionTimes';
import {
  audio,
  call,
  heard,
  moment,
  open,
  socket,
  sockets,
  statuses,
  withFakeLine,
} from './fakeLine';
import type { ServerMessage } from './messages';

withFakeLine();

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
    expect(waits).toEqual([500, 1000, 1500, 1500, 1500, 1500, 1500, 1500]);
  });

  it('starts over with short waits after a steady connection', () => {
    open();
    socket().break();
    vi.advanceTimersByTime(500);
    socket().break();
    vi.advanceTimersByTime(1000);
    socket().greet();
    socket().hear({ type: 'call_resumed', call_id: 'c1', last_seq: 0, audio: {} });
    for (let i = 0; i < 6; i += 1) {
      vi.advanceTimersByTime(1000);
      socket().hear({ type: 'pong' });
    }
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

  it('notices a half-open line by its silence', () => {
    open();
    vi.advanceTimersByTime(PING_EVERY_MS);
    expect(socket().said.at(-1)).toEqual({ type: 'ping' });
    socket().hear({ type: 'pong' });
    vi.advanceTimersByTime(SILENCE_MS - 1);
    expect(statuses.at(-1)?.at).toBe('live');
    vi.advanceTimersByTime(1);
    expect(statuses.at(-1)?.at).toBe('connecting');
    expect(sockets).toHaveLength(2);
    expect(sockets[0]?.closedWith).toBe(1000);
  });

  it('notices it as soon as it can, whenever the last word came', () => {
    open();
    vi.advanceTimersByTime(0.4 * PING_EVERY_MS);
    socket().hear({ type: 'pong' });
    vi.advanceTimersByTime(SILENCE_MS - 1);
    expect(statuses.at(-1)?.at).toBe('live');
    vi.advanceTimersByTime(1);
    expect(statuses.at(-1)?.at).toBe('connecting');
  });

  it('does not wait longer for a silent line because another was cut', () => {
    open();
    socket().break();
    vi.advanceTimersByTime(500);
    socket().greet();
    socket().hear({ type: 'call_resumed', call_id: 'c1', last_seq: 0, audio: {} });
    vi.advanceTimersByTime(SILENCE_MS);
    expect(statuses.at(-1)?.at).toBe('connecting');
    expect(sockets).toHaveLength(3);
  });

  it('gives a line that keeps falling silent more time', () => {
    open();
    vi.advanceTimersByTime(SILENCE_MS);
    socket().greet();
    socket().hear({ type: 'call_resumed', call_id: 'c1', last_seq: 0, audio: {} });
    vi.advanceTimersByTime(2 * SILENCE_MS - 1);
    expect(statuses.at(-1)?.at).toBe('live');
    vi.advanceTimersByTime(1);
    expect(statuses.at(-1)?.at).toBe('waiting');
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
