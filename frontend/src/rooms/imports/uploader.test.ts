import { expect, it, vi } from 'vitest';

import { ApiError } from '@/wire/api';

import type { Import, Told } from './importsApi';
import { Uploader } from './uploader';

/** A server that keeps what it is sent; `breaks` are thrown in the place of an answer, in turn. */
function standIn(breaks: (Error | 'lost answer' | null)[] = []) {
  const kept = new Map<string, Uint8Array>();
  const tellings: unknown[] = [];
  const view = (id: string) =>
    ({ id, received: kept.get(id)?.length ?? 0, customer: 'Dana', tags: ['Old'] }) as Import;
  return {
    kept,
    tellings,
    tellImport: (id: string, wishes: Told) => {
      tellings.push({ ...wishes, before: kept.get(id)?.length });
      return Promise.resolve(view(id));
    },
    announced: 0,
    announce: (file: File) => {
      const id = `imp_${file.name}`;
      kept.set(id, new Uint8Array());
      return Promise.resolve(view(id));
    },
    getImport: (id: string) => Promise.resolve(view(id)),
    async sendPiece(id: string, offset: number, piece: Blob) {
      const broken = breaks.shift();
      if (broken instanceof Error) throw broken;
      const here = kept.get(id) ?? new Uint8Array();
      if (offset !== here.length) throw new ApiError('upload_offset', 'Elsewhere.', 409, null);
      kept.set(id, new Uint8Array([...here, ...new Uint8Array(await piece.arrayBuffer())]));
      if (broken === 'lost answer') throw new ApiError('unreachable', 'Gone.', 0, null);
      return view(id);
    },
  };
}

const CONTENT = new Uint8Array([1, 2, 3, 4, 5, 6, 7]);
const file = (name = 'a') => new File([CONTENT], name);

function uploaderOf(server: ReturnType<typeof standIn>) {
  const waits: number[] = [];
  const uploader = new Uploader({
    server,
    pieceBytes: 3,
    wait: (ms) => {
      waits.push(ms);
      return Promise.resolve();
    },
  });
  return { uploader, waits };
}

it('sends a file in pieces and forgets it', async () => {
  const server = standIn();
  const { uploader } = uploaderOf(server);
  const changed = vi.fn();
  uploader.onChange = changed;
  uploader.add(file(), {});
  await vi.waitFor(() => expect(uploader.uploads.get()).toEqual([]));
  expect(server.kept.get('imp_a')).toEqual(CONTENT);
  expect(changed).toHaveBeenCalledTimes(2);
});

it('goes on where the server is, whatever became of the last answer', async () => {
  const server = standIn([
    null,
    new ApiError('unreachable', 'Gone.', 0, null),
    'lost answer',
    new ApiError('unavailable', 'Starting.', 503, null),
  ]);
  const { uploader, waits } = uploaderOf(server);
  uploader.add(file(), {});
  await vi.waitFor(() => expect(uploader.uploads.get()).toEqual([]));
  expect(server.kept.get('imp_a')).toEqual(CONTENT);
  expect(waits).toHaveLength(3);
});

it('waits as long as the server asks', async () => {
  const busy = new ApiError('rate_limited', 'Later.', 429, null, {}, Date.now() + 60_000);
  const { uploader, waits } = uploaderOf(standIn([busy]));
  uploader.add(file(), {});
  await vi.waitFor(() => expect(uploader.uploads.get()).toEqual([]));
  expect(waits[0]).toBeGreaterThan(55_000);
});

it('takes up a file that was begun before', async () => {
  const server = standIn();
  server.kept.set('imp_old', CONTENT.slice(0, 5));
  const { uploader } = uploaderOf(server);
  uploader.add(file(), {}, { id: 'imp_old', agreed: null });
  await vi.waitFor(() => expect(uploader.uploads.get()).toEqual([]));
  expect(server.kept.get('imp_old')).toEqual(CONTENT);
  expect(server.kept.has('imp_a')).toBe(false);
  expect(server.tellings).toEqual([]);
});

it('tells once, before the rest is sent, what was agreed to a file that was begun', async () => {
  const server = standIn([null, new ApiError('unreachable', 'Gone.', 0, null)]);
  server.kept.set('imp_old', CONTENT.slice(0, 1));
  const { uploader } = uploaderOf(server);
  const agreed = { consent: false, record_audio: false };
  uploader.add(file(), {}, { id: 'imp_old', agreed });
  await vi.waitFor(() => expect(uploader.uploads.get()).toEqual([]));
  expect(server.kept.get('imp_old')).toEqual(CONTENT);
  expect(server.tellings).toMatchObject([
    { customer: 'Dana', tags: ['Old'], ...agreed, before: 1 },
  ]);
});

it('tells what the server refused, and goes on with the next file', async () => {
  const server = standIn([new ApiError('file_too_large', 'Too large.', 422, null)]);
  const { uploader } = uploaderOf(server);
  uploader.add(file('a'), {});
  await vi.waitFor(() => expect(uploader.uploads.get()[0]?.state).toBe('failed'));
  uploader.add(file('b'), {});
  await vi.waitFor(() => expect(server.kept.get('imp_b')).toEqual(CONTENT));
  expect(uploader.uploads.get().map(({ message }) => message)).toEqual(['Too large.']);
});

it('stops sending what is called off', async () => {
  const server = standIn();
  const { uploader } = uploaderOf(server);
  uploader.add(file(), {});
  uploader.drop(1);
  await Promise.resolve();
  expect(uploader.uploads.get()).toEqual([]);
});
