import { createStore } from '@/lib/store';
import type { OpenCallSocket } from '@/wire/callSocket';

import type { CallTabs } from './callTabs';
import { keptCalls, letGo, type KeptCall } from './keptCalls';
import { sendLeftSound } from './sendLeftSound';
import type { ServerCalls } from './serverCalls';
import type { WaitingSound } from './waitingSound';

/** `elsewhere`: another tab has it. `waitingMs`: its sound that the server does not have yet. */
export interface LeftCall extends KeptCall {
  elsewhere: boolean;
  waitingMs: number;
}

interface Surroundings {
  calls: ServerCalls;
  tabs: CallTabs;
  waiting: WaitingSound;
  openSocket: OpenCallSocket;
}

/** Calls of this browser that have no page here, and have not ended. */
export class LeftCalls {
  /** The newest of them; null while the page is busy with a call of its own. */
  readonly newest = createStore<LeftCall | null>(null);
  private readonly around: Surroundings;
  private readonly isIdle: () => boolean;

  constructor(around: Surroundings, isIdle: () => boolean) {
    this.around = around;
    this.isIdle = isIdle;
  }

  /** Asks the server which of them are still open; those that ended are let go of. */
  async look(): Promise<void> {
    const newest = await this.find();
    if (this.isIdle()) this.newest.set(newest);
    await this.around.waiting.keepOnly(keptCalls().map(({ callId }) => callId));
  }

  /** Ends the newest, with the sound that waits for it. Rejects when the server does not. */
  async end(): Promise<void> {
    const left = this.newest.get();
    if (!left) return;
    if (left.waitingMs > 0) await sendLeftSound(this.around.openSocket, left);
    else await this.around.calls.end(left.callId);
    letGo(left.callId);
    await this.look();
  }

  private async find(): Promise<LeftCall | null> {
    const { calls, tabs, waiting } = this.around;
    for (const kept of keptCalls().reverse()) {
      if (!this.isIdle()) return null;
      if (await calls.isOpen(kept.callId)) {
        const elsewhere = await tabs.isElsewhere(kept.callId);
        const waitingMs = elsewhere ? 0 : await waiting.ofCall(kept.callId);
        return { ...kept, elsewhere, waitingMs };
      }
      letGo(kept.callId);
    }
    return null;
  }
}
