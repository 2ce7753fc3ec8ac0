import { createStore } from '@/lib/store';

import { keptCalls, letGo, type KeptCall } from './keptCalls';
import type { ServerCalls } from './serverCalls';

/** Calls of this browser that no longer have a page, and have not ended. */
export class LeftCalls {
  /** The newest of them; null while the page is busy with a call of its own. */
  readonly newest = createStore<KeptCall | null>(null);
  private readonly server: ServerCalls;
  private readonly isIdle: () => boolean;

  constructor(server: ServerCalls, isIdle: () => boolean) {
    this.server = server;
    this.isIdle = isIdle;
  }

  /** Asks the server which of them are still open; those that ended are let go of. */
  async look(): Promise<void> {
    for (const kept of keptCalls().reverse()) {
      if (!this.isIdle()) return;
      if (await this.server.isOpen(kept.callId)) {
        if (this.isIdle()) this.newest.set(kept);
        return;
      }
      letGo(kept.callId);
    }
    this.newest.set(null);
  }

  /** Ends the newest. Rejects when the server does not. */
  async end(): Promise<void> {
    const kept = this.newest.get();
    if (!kept) return;
    await this.server.end(kept.callId);
    letGo(kept.callId);
    await this.look();
  }
}
