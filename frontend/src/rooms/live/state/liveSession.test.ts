import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fakeParts, type FakeParts } from './fakeParts';
import { LiveSession } from './liveSession';
import { keptCalls } from './keptCalls';
import type { StartOptions } from './types';

const PREPARED: StartOptions = {
  source: { kind: 'prepared' },
  consent: true,
  recordAudio: false,
  customer: { name: 'Dana' },
};
const base = { call_id: 'c', seq: 1, at_ms: 1 };
const status = { retryAtMs: null, closed: null, problem: null };

let parts: FakeParts;
let session: LiveSession;

async function open(options: StartOptions = PREPARED): Promise<void> {
  await session.start(options);
  parts.hear({ type: 'call_opened', call_id: 'c', resume_token: 'secret' });
}

beforeEach(() => {
  parts = fakeParts();
  session = new LiveSession(parts);
});

afterEach(() => {
  localStorage.clear();
});

describe('a call', () => {
  it('opens with what the check prepared', async () => {
    await open();
    expect(parts.started[0]).toMatchObject({
      type: 'start_call',
      channels: [
        { id: 0, role: 'salesperson' },
        { id: 1, role: 'customer' },
      ],
      consent: true,
      record_audio: false,
      customer: { name: 'Dana' },
    });
    expect(parts.done).toEqual(['wake', 'stream 2']);
    expect(session.state.get()).toMatchObject({ phase: 'live', callId: 'c' });
  });

  it('does not claim to know who speaks into the only microphone', async () => {
    const { sources } = parts.capture;
    sources.set({ ...sources.get(), customer: { status: 'off' } });
    await open();
    expect(parts.started[0]?.channels).toEqual([{ id: 0, role: 'unknown' }]);
  });

  it('opens once, however often start is pressed', async () => {
    await Promise.all([session.start(PREPARED), session.start(PREPARED)]);
    expect(parts.started).toHaveLength(1);
  });

  it('is off the record before the server hears of it', async () => {
    await open();
    session.pause(true);
    expect(parts.done.at(-1)).toBe('pause on');
    expect(parts.commands).toEqual([{ type: 'pause' }]);
    expect(session.state.get().phase).toBe('paused');
    session.pause(false);
    expect(parts.commands.at(-1)).toEqual({ type: 'unpause' });
  });

  it('mutes with zeros, tells the server, and toggles', async () => {
    await open();
    session.mute(0);
    expect(parts.done.at(-1)).toBe('mute 0 on');
    session.mute(0);
    expect(parts.commands).toEqual([
      { type: 'mute', channel: 0, muted: true },
      { type: 'mute', channel: 0, muted: false },
    ]);
  });

  it('ends when the server says so, and keeps the check open', async () => {
    await open();
    session.end();
    expect(session.state.get().phase).toBe('ending');
    parts.hear({ ...base, type: 'call_ended', duration_s: 3, reason: 'ended' });
    parts.listener().status({ ...status, at: 'closed', closed: 'ended' });
    expect(session.state.get().phase).toBe('ended');
    expect(parts.done).toContain('stop');
    expect(parts.done).not.toContain('close');
    session.reset();
    expect(session.state.get().phase).toBe('idle');
  });

  it('passes trouble with the sound on to the state', async () => {
    await open();
    parts.capture.trouble.set({ microphone: 'lost', share: 'ended' });
    parts.listener().backlog({ waitingMs: 4_200, lostMs: 0 });
    expect(session.state.get().trouble).toEqual({
      microphone: 'lost',
      share: 'ended',
      audioWaitingS: 4,
    });
    parts.capture.trouble.set({});
    parts.listener().backlog({ waitingMs: 200, lostMs: 1_500 });
    expect(session.state.get().trouble).toEqual({ audioLostS: 2 });
  });
});

describe('the demo', () => {
  it('plays once the call is open and ends the call with its last word', async () => {
    await session.start({ ...PREPARED, source: { kind: 'demo', audible: false } });
    expect(parts.done).not.toContain('play from 0');
    parts.hear({ type: 'call_opened', call_id: 'c', resume_token: 'secret' });
    expect(parts.done).toContain('play from 0');
    expect(parts.started[0]?.demo).toBe(true);
    expect(session.state.get().demo).toBe(true);
    parts.endDemo();
    expect(parts.commands).toEqual([{ type: 'end_call' }]);
  });

  it('says so when it cannot be played', async () => {
    parts.openDemo = () => Promise.reject(new Error('gone'));
    await session.start({ ...PREPARED, source: { kind: 'demo', audible: false } });
    expect(session.state.get()).toMatchObject({ phase: 'idle', error: { code: 'demo_failed' } });
  });
});

describe('a call that lost its page', () => {
  const DEMO: StartOptions = { ...PREPARED, source: { kind: 'demo', audible: false } };

  /** What a reload, or another tab, finds. */
  async function another(): Promise<LiveSession> {
    const found = new LiveSession(parts);
    await found.left.look();
    return found;
  }

  it('is offered again and taken up', async () => {
    await open();
    parts.openCalls.add('c');
    const reloaded = await another();
    expect(reloaded.left.newest.get()?.callId).toBe('c');
    await reloaded.resume();
    expect(parts.done.at(-1)).toBe('resume c');
    parts.hear({ type: 'call_resumed', call_id: 'c', last_seq: 0, audio: {} });
    expect(reloaded.state.get()).toMatchObject({ phase: 'live', callId: 'c' });
  });

  it('gets the microphone again, and says that the share is over', async () => {
    await open();
    parts.openCalls.add('c');
    parts.capture.sources.set({ microphone: { status: 'off' }, customer: { status: 'off' } });
    const reloaded = await another();
    await reloaded.resume();
    expect(parts.done).toContain('microphone default');
    expect(reloaded.state.get().trouble).toEqual({ share: 'ended' });
  });

  it('plays the demo on from where the server has heard it', async () => {
    await open(DEMO);
    parts.openCalls.add('c');
    const reloaded = await another();
    expect(reloaded.left.newest.get()?.demo).toBe(true);
    await reloaded.resume();
    const resumed = { type: 'call_resumed', call_id: 'c', last_seq: 0 } as const;
    parts.hear({ ...resumed, audio: { 0: 120, 1: 120 } });
    parts.hear({ ...resumed, audio: { 0: 300, 1: 300 } });
    expect(parts.done.filter((what) => what.startsWith('play'))).toEqual([
      'play from 0',
      'play from 12',
    ]);
    expect(reloaded.state.get().demo).toBe(true);
  });

  it('can be ended without going back to it', async () => {
    await open();
    parts.openCalls.add('c');
    const elsewhere = await another();
    await elsewhere.left.end();
    expect(parts.done.at(-1)).toBe('end c');
    expect(elsewhere.left.newest.get()).toBeNull();
    expect(keptCalls()).toEqual([]);
  });

  it('stays on offer when it cannot be ended', async () => {
    await open();
    parts.openCalls.add('c');
    const elsewhere = await another();
    parts.calls.end = () => Promise.reject(new Error('It goes on in an open page.'));
    await expect(elsewhere.left.end()).rejects.toThrow('open page');
    expect(elsewhere.left.newest.get()?.callId).toBe('c');
  });

  it('is forgotten once the server has ended it', async () => {
    await open();
    expect((await another()).left.newest.get()).toBeNull();
    expect(keptCalls()).toEqual([]);
  });

  it('is none after the call has ended here', async () => {
    await open();
    parts.openCalls.add('c');
    parts.listener().status({ ...status, at: 'closed', closed: 'ended' });
    expect(keptCalls()).toEqual([]);
  });

  it('belongs to the other tab once that has taken it over', async () => {
    await open();
    parts.listener().status({ ...status, at: 'closed', closed: 'taken_over' });
    expect(keptCalls()).toHaveLength(1);
  });

  it('waits while another call is made, and is offered after it', async () => {
    await open();
    parts.openCalls.add('c');
    session = await another();
    await session.start(PREPARED);
    parts.hear({ type: 'call_opened', call_id: 'd', resume_token: 'secret' });
    expect(session.left.newest.get()).toBeNull();
    parts.listener().status({ ...status, at: 'closed', closed: 'ended' });
    session.reset();
    await session.left.look();
    expect(session.left.newest.get()?.callId).toBe('c');
  });

  it('makes nothing of what is not one of its own', () => {
    for (const kept of ['{', '3', '[{"callId": 3}]']) {
      localStorage.setItem('salescoach.calls', kept);
      expect(keptCalls()).toEqual([]);
    }
  });
});
