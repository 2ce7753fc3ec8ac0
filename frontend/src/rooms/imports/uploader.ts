import { backoffDelay } from '@/lib/backoff';
import { createStore, type Store } from '@/lib/store';
import { ApiError } from '@/wire/api';

import {
  announce,
  getImport,
  sendPiece,
  tellImport,
  told,
  type Agreed,
  type Wishes,
} from './importsApi';

/** A file of this page that is not at the server yet. */
export interface Upload {
  key: number;
  name: string;
  size: number;
  sent: number;
  /** Null until the server knows of it. */
  importId: string | null;
  state: 'waiting' | 'sending' | 'interrupted' | 'failed';
  message: string | null;
}

interface Server {
  announce: typeof announce;
  getImport: typeof getImport;
  sendPiece: typeof sendPiece;
  tellImport: typeof tellImport;
}

/** A file that is partly at the server; what was `agreed` is told if it was chosen anew. */
interface Begun {
  id: string;
  agreed: Agreed | null;
}

interface Options {
  server?: Server;
  pieceBytes?: number;
  wait?: (ms: number) => Promise<void>;
}

interface Work {
  file: File;
  wishes: Wishes;
  untold: Agreed | null;
  abort: AbortController;
}

const PIECE_BYTES = 4 * 1024 * 1024;
const AT_ONCE = 2;
const BACKOFF = { firstMs: 1_000, capMs: 20_000 };

const sleep = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

/**
 * Sends files in pieces, two at a time, for as long as the page is open. What breaks a connection
 * costs at most a piece: the server is asked how far it is, and it goes on from there.
 */
export class Uploader {
  readonly uploads: Store<readonly Upload[]> = createStore<readonly Upload[]>([]);
  /** Told whenever the server's list has changed. */
  onChange: () => void = () => undefined;
  private readonly server: Server;
  private readonly pieceBytes: number;
  private readonly wait: (ms: number) => Promise<void>;
  private readonly work = new Map<number, Work>();
  private running = 0;
  private nextKey = 1;

  constructor({
    server = { announce, getImport, sendPiece, tellImport },
    pieceBytes = PIECE_BYTES,
    wait = sleep,
  }: Options = {}) {
    this.server = server;
    this.pieceBytes = pieceBytes;
    this.wait = wait;
  }

  /** A file that was `begun` before goes on instead of beginning anew. */
  add(file: File, wishes: Wishes, begun: Begun | null = null): void {
    const key = this.nextKey++;
    const untold = begun?.agreed ?? null;
    this.work.set(key, { file, wishes, untold, abort: new AbortController() });
    const { name, size } = file;
    const importId = begun?.id ?? null;
    const upload: Upload = { key, name, size, sent: 0, importId, state: 'waiting', message: null };
    this.uploads.set([...this.uploads.get(), upload]);
    this.begin();
  }

  /** Stops sending; what the server has of it stays there. */
  drop(key: number): void {
    this.work.get(key)?.abort.abort();
    this.work.delete(key);
    this.uploads.set(this.uploads.get().filter((each) => each.key !== key));
  }

  private begin(): void {
    while (this.running < AT_ONCE) {
      const next = this.uploads.get().find(({ state }) => state === 'waiting');
      if (next === undefined) return;
      this.change(next.key, { state: 'sending' });
      this.running += 1;
      void this.carry(next.key).finally(() => {
        this.running -= 1;
        this.begin();
      });
    }
  }

  private async carry(key: number): Promise<void> {
    for (let failures = 0; ; failures++) {
      const work = this.work.get(key);
      if (work === undefined) return;
      const before = this.find(key)?.sent ?? 0;
      try {
        await this.send(key, work);
        this.drop(key);
        this.onChange();
        return;
      } catch (error) {
        if (work.abort.signal.aborted) return;
        const again = pauseAfter(error, failures);
        if (again === null) {
          const message = error instanceof Error ? error.message : 'It could not be sent.';
          this.change(key, { state: 'failed', message });
          this.onChange();
          return;
        }
        if ((this.find(key)?.sent ?? 0) > before) failures = 0;
        this.change(key, { state: 'interrupted' });
        await this.wait(again);
        this.change(key, { state: 'sending' });
      }
    }
  }

  private async send(key: number, work: Work): Promise<void> {
    const { file, wishes } = work;
    const { signal } = work.abort;
    const known = this.find(key)?.importId ?? null;
    const begun =
      known === null
        ? await this.server.announce(file, wishes, signal)
        : await this.server.getImport(known, signal);
    if (known === null) {
      this.change(key, { importId: begun.id });
      this.onChange();
    }
    if (work.untold !== null) {
      await this.server.tellImport(begun.id, { ...told(begun), ...work.untold });
      work.untold = null;
    }
    let at = begun.received;
    this.change(key, { sent: at });
    while (at < file.size) {
      const piece = file.slice(at, at + this.pieceBytes);
      const { received } = await this.server.sendPiece(begun.id, at, piece, signal);
      at = received;
      this.change(key, { sent: at });
    }
  }

  private find(key: number): Upload | undefined {
    return this.uploads.get().find((each) => each.key === key);
  }

  private change(key: number, part: Partial<Upload>): void {
    this.uploads.set(
      this.uploads.get().map((each) => (each.key === key ? { ...each, ...part } : each)),
    );
  }
}

/** How long to wait before the next try, in milliseconds; null when another would not help. */
function pauseAfter(error: unknown, failures: number): number | null {
  const usual = backoffDelay(failures, BACKOFF, Math.random());
  if (!(error instanceof ApiError)) return null;
  if (error.code === 'upload_offset' || error.code === 'upload_busy') return usual;
  if (error.status === 429) return Math.max(usual, (error.retryAtMs ?? 0) - Date.now());
  // The server cannot be reached, is starting again, or has no room just now.
  return error.status === 0 || error.status >= 500 ? usual : null;
}

/** The one of this page: it goes on whatever view is open. */
export const uploader = new Uploader();
