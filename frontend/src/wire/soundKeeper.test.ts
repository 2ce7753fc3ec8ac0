import 'fake-indexeddb/auto';
import { afterEach, describe, expect, it } from 'vitest';
import { keepOnly, keptMs, keptSound } from './keptSound';
import { Outbox } from './outbox';
import { SoundKeeper } from './soundKeeper';

const PCM = new Int16Array(1600);
const KEEP_MS = 10_000;

afterEach(() => keepOnly([]));

/** A page that hears three frames of two channels and then breaks off. */
async function pageThatBreaksOff(callId: string): Promise<void> {
  const outbox = new Outbox(KEEP_MS);
  const keeper = new SoundKeeper(outbox, keptSound, () => 0);
  keeper.begin(callId);
  for (let at = 0; at < 300; at += 100) {
    outbox.push(0, PCM, at, 0);
    outbox.push(1, PCM, at, 0);
  }
  await keeper.close(false);
}

/** Every connection of the page that is open now. */
const connections = new Set<IDBDatabase>();
const open = indexedDB.open.bind(indexedDB);
indexedDB.open = (...args) => {
  const request = open(...args);
  request.addEventListener('success', () => connections.add(request.result));
  return request;
};

async function closeUnderThePage(): Promise<void> {
  await keptMs('none');
  connections.forEach((db) => db.close());
  connections.clear();
}

function count(outbox: Outbox): number {
  let frames = 0;
  while (outbox.take()) frames += 1;
  return frames;
}

describe('sound that outlives its page', () => {
  it('goes out again from the next page, in its order', async () => {
    await pageThatBreaksOff('c1');
    expect(await keptMs('c1')).toBe(300);
    const outbox = new Outbox(KEEP_MS);
    const keeper = new SoundKeeper(outbox, keptSound, () => 0);
    expect(await keeper.takeUp('c1')).toBe(true);
    expect(count(outbox)).toBe(6);
    outbox.ack(0, 1);
    await keeper.close(false);
    expect((await keptSound.load('c1'))?.frames.map(({ channel, seq }) => [channel, seq])).toEqual([
      [1, 0],
      [1, 1],
      [0, 2],
      [1, 2],
    ]);
  });

  it('is written and read also where the browser has closed the database under the page', async () => {
    await pageThatBreaksOff('c1');
    await closeUnderThePage();
    expect(await keptMs('c1')).toBe(300);
    await closeUnderThePage();
    await pageThatBreaksOff('c2');
    expect(await keptMs('c2')).toBe(300);
  });

  it('is gone with its call', async () => {
    await pageThatBreaksOff('c1');
    const keeper = new SoundKeeper(new Outbox(KEEP_MS), keptSound, () => 0);
    await keeper.takeUp('c1');
    await keeper.close(true);
    expect(await keptSound.load('c1')).toEqual({ frames: [], marks: {} });
  });

  it('stays for the calls that somebody may come back to, and no other', async () => {
    await pageThatBreaksOff('c1');
    await pageThatBreaksOff('c2');
    await keepOnly(['c2']);
    expect([await keptMs('c1'), await keptMs('c2')]).toEqual([0, 300]);
  });

  it('tells a page without a past to count where the server stands', async () => {
    const keeper = new SoundKeeper(new Outbox(KEEP_MS), keptSound, () => 0);
    expect(await keeper.takeUp('unknown')).toBe(false);
    await keeper.close(true);
  });
});
