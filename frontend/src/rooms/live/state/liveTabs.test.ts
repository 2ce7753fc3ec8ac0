import { beforeEach, describe, expect, it } from 'vitest';
import { fakeParts, type FakeParts } from './fakeParts';
import { LiveSession } from './liveSession';
import type { StartOptions } from './types';

const START: StartOptions = { source: { kind: 'prepared' }, consent: true, recordAudio: false };
const CLOSED = { at: 'closed', retryAtMs: null, problem: null } as const;

let parts: FakeParts;
let session: LiveSession;

beforeEach(async () => {
  localStorage.clear();
  parts = fakeParts();
  parts.openCalls.add('c');
  session = new LiveSession(parts);
  await session.start(START);
  parts.hear({ type: 'call_opened', call_id: 'c', resume_token: 'secret' });
});

/** A second tab of the same browser. */
async function anotherTab(): Promise<LiveSession> {
  const other = new LiveSession(parts);
  parts.elsewhere.add('c');
  await other.left.look();
  return other;
}

describe('one call and two tabs', () => {
  it('is seen in the second one, which asks before it takes the call over', async () => {
    const other = await anotherTab();
    expect(other.left.newest.get()).toMatchObject({ callId: 'c', elsewhere: true });
    await other.resume();
    const asked = parts.done.filter((what) => what.startsWith('ask') || what.startsWith('resume'));
    expect(asked).toEqual(['ask c', 'resume c']);
  });

  it('is handed over by the first one, which stays away by itself', () => {
    parts.askFor('c');
    expect(parts.done).toContain('hand over');
    parts.listener().status({ ...CLOSED, closed: 'taken_over' });
    expect(session.state.get().connection).toBe('taken_over');
    expect(parts.done.filter((what) => what.startsWith('resume'))).toEqual([]);
    parts.done.length = 0;
    parts.askFor('c');
    expect(parts.done).toEqual([]);
  });

  it('comes back to the first one when the user wants it there', async () => {
    parts.listener().status({ ...CLOSED, closed: 'taken_over' });
    parts.elsewhere.add('c');
    await session.takeBack();
    expect(parts.done.slice(-3)).toContain('resume c');
    expect(parts.done).toContain('ask c');
    expect(session.state.get()).toMatchObject({ phase: 'connecting', callId: 'c' });
  });

  it('is ended with the sound that a page left behind', async () => {
    parts.waiting.ofCall = () => Promise.resolve(12_000);
    const other = new LiveSession(parts);
    await other.left.look();
    expect(other.left.newest.get()?.waitingMs).toBe(12_000);
    const ending = other.left.end();
    expect(parts.done.at(-1)).toBe('resume c');
    expect(parts.commands.at(-1)).toEqual({ type: 'end_call' });
    parts.listener().status({ ...CLOSED, closed: 'ended' });
    await ending;
    expect(parts.done).not.toContain('end c');
  });
});
