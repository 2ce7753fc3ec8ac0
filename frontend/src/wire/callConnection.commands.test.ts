import { describe, expect, it, vi } from 'vitest';
import { audio, call, comeBack, moment, open, socket, statuses, withFakeLine } from './fakeLine';

withFakeLine();

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
});
