/**
 * Where unacknowledged sound outlives the page: a reload, a crashed tab, a closed lid. It is written
 * by the Worker that owns the socket, and gone once the server has it or the call is over.
 */
import { openDB, type DBSchema, type IDBPDatabase } from 'idb';

/** A frame as it goes out. `order` counts over all channels, in the order of capture. */
export interface KeptFrame {
  order: number;
  channel: number;
  seq: number;
  ms: number;
  bytes: ArrayBuffer;
}

/** The newest frame of a channel, and when it was captured, wall clock. */
export interface Mark {
  seq: number;
  capturedAtMs: number;
}

/** `marks` by channel; empty while the call is off the record. */
export interface KeptSound {
  frames: KeptFrame[];
  marks: Record<number, Mark>;
}

/** `drop`: the `order` of frames that need not be kept any more. */
export interface SoundChange {
  put: KeptFrame[];
  drop: number[];
  marks: Record<number, Mark>;
}

/** Every method is quiet about a browser without storage: a call goes on without. */
export interface SoundStore {
  load: (callId: string) => Promise<KeptSound | null>;
  change: (callId: string, change: SoundChange) => Promise<void>;
  forget: (callId: string) => Promise<void>;
}

interface Schema extends DBSchema {
  frames: { key: [callId: string, order: number]; value: KeptFrame & { callId: string } };
  marks: { key: string; value: Record<number, Mark> };
}

const NAME = 'salescoach-sound';
const VERSION = 1;

let opened: Promise<IDBPDatabase<Schema>> | null = null;

function database(): Promise<IDBPDatabase<Schema>> {
  opened ??= openDB<Schema>(NAME, VERSION, {
    upgrade: (created) => {
      created.createObjectStore('frames', { keyPath: ['callId', 'order'] });
      created.createObjectStore('marks');
    },
    terminated: () => (opened = null),
  });
  return opened;
}

function ofCall(callId: string): IDBKeyRange {
  return IDBKeyRange.bound([callId], [callId, []]);
}

/** A browser may close a database under its page: after sleep, or when its own storage restarts. */
const TRIES = 2;

/** Null instead of an error: the storage may be full, forbidden or broken. */
async function quietly<T>(work: (db: IDBPDatabase<Schema>) => Promise<T>): Promise<T | null> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    try {
      return await work(await database());
    } catch {
      void opened?.then((db) => db.close()).catch(() => undefined);
      opened = null;
    }
  }
  return null;
}

export const keptSound: SoundStore = {
  load: (callId) =>
    quietly(async (db) => {
      const [frames, marks] = await Promise.all([
        db.getAll('frames', ofCall(callId)),
        db.get('marks', callId),
      ]);
      return { frames, marks: marks ?? {} };
    }),

  change: async (callId, { put, drop, marks }) => {
    await quietly(async (db) => {
      const changing = db.transaction(['frames', 'marks'], 'readwrite');
      const frames = changing.objectStore('frames');
      await Promise.all([
        ...put.map((frame) => frames.put({ ...frame, callId })),
        ...drop.map((order) => frames.delete([callId, order])),
        changing.objectStore('marks').put(marks, callId),
        changing.done,
      ]);
    });
  },

  forget: async (callId) => {
    await quietly(async (db) => {
      const changing = db.transaction(['frames', 'marks'], 'readwrite');
      await Promise.all([
        changing.objectStore('frames').delete(ofCall(callId)),
        changing.objectStore('marks').delete(callId),
        changing.done,
      ]);
    });
  },
};

/** Milliseconds of sound, of the channel that has most, that wait for the call to be taken up. */
export async function keptMs(callId: string): Promise<number> {
  const kept = await keptSound.load(callId);
  const ms: Record<number, number> = {};
  for (const frame of kept?.frames ?? []) ms[frame.channel] = (ms[frame.channel] ?? 0) + frame.ms;
  return Math.max(0, ...Object.values(ms));
}

/** Sound of calls that nobody can come back to any more goes. */
export async function keepOnly(callIds: readonly string[]): Promise<void> {
  const marked = await quietly((db) => db.getAllKeys('marks'));
  const gone = (marked ?? []).filter((callId) => !callIds.includes(callId));
  await Promise.all(gone.map((callId) => keptSound.forget(callId)));
}
