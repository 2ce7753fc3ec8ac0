import type { SoundStore } from './keptSound';
import type { Outbox } from './outbox';

const LOOK_EVERY_MS = 250;

/** Brings a call's waiting sound to where it outlives the page, and strikes out what is safe. */
export class SoundKeeper {
  private callId: string | null = null;
  private timer: ReturnType<typeof setInterval> | null = null;
  /** Changes follow each other. */
  private writing: Promise<void> = Promise.resolve();
  private readonly outbox: Outbox;
  private readonly store: SoundStore | null;
  private readonly now: () => number;

  constructor(outbox: Outbox, store: SoundStore | null, now: () => number) {
    this.outbox = outbox;
    this.store = store;
    this.now = now;
  }

  begin(callId: string): void {
    if (!this.store || this.callId !== null) return;
    this.callId = callId;
    this.timer = setInterval(() => void this.look(false), LOOK_EVERY_MS);
  }

  /** Gives the outbox what an earlier page left of the call. True when that one tells where to go
   * on counting. */
  async takeUp(callId: string): Promise<boolean> {
    const kept = (await this.store?.load(callId)) ?? null;
    if (kept) this.outbox.takeUp(kept);
    this.begin(callId);
    return kept !== null && Object.keys(kept.marks).length > 0;
  }

  /** `over`: nobody comes back to the call, so nothing of it stays. Otherwise everything does. */
  async close(over: boolean): Promise<void> {
    if (this.timer !== null) clearInterval(this.timer);
    this.timer = null;
    const { callId } = this;
    if (!this.store || callId === null) return;
    if (!over) return this.look(true);
    await this.writing;
    await this.store.forget(callId);
  }

  private look(all: boolean): Promise<void> {
    const { callId, store } = this;
    const changes = this.outbox.changes(this.now(), all);
    if (!store || callId === null || !changes) return this.writing;
    this.writing = this.writing.then(() => store.change(callId, changes));
    return this.writing;
  }
}
