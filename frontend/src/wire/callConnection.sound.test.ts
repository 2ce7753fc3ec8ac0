import { describe, expect, it, vi } from 'vitest';
import { audio, call, open, socket, withFakeLine } from './fakeLine';

withFakeLine();

describe('sound that the line broke under', () => {
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
});

describe('off the record', () => {
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
