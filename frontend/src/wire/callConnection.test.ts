import { describe, expect, it, vi } from 'vitest';
import { CONNECT_TIMEOUT_MS, START_TRIES } from './connectionTimes';
import {
  audio,
  call,
  heard,
  OPENED,
  socket,
  sockets,
  START,
  statuses,
  withFakeLine,
} from './fakeLine';

withFakeLine();

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
