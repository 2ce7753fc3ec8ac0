/**
 * Which tab of this browser has a call. A browser without locks has none: there the server decides,
 * and closes the connection of whoever came first.
 */

export interface CallTabs {
  /** This tab has the call from now on, until what is returned is called. `asked`: another tab goes
   * on with it. */
  hold: (callId: string, asked: () => void) => () => void;
  isElsewhere: (callId: string) => Promise<boolean>;
  /** Asks the tab that has the call to let go, and returns when it has, or was given time to. */
  ask: (callId: string) => Promise<void>;
}

const CHANNEL = 'salescoach.calls';
const LETS_GO_WITHIN_MS = 3_000;

const lockOf = (callId: string): string => `salescoach.call.${callId}`;

function locks(): LockManager | null {
  return 'locks' in navigator ? navigator.locks : null;
}

async function isHeld(callId: string): Promise<boolean> {
  const { held } = (await locks()?.query()) ?? {};
  return held?.some(({ name }) => name === lockOf(callId)) ?? false;
}

export const callTabs: CallTabs = {
  hold: (callId, asked) => {
    const held = locks();
    if (!held) return () => undefined;
    const channel = new BroadcastChannel(CHANNEL);
    let letGo = (): void => undefined;
    let mine = true;
    const release = (): void => {
      mine = false;
      channel.close();
      letGo();
    };
    channel.onmessage = ({ data }: MessageEvent<unknown>) => {
      if (data === callId) asked();
    };
    // Whoever the server talks to has the call, also when a tab that hangs still holds on to it.
    held
      .request(
        lockOf(callId),
        { steal: true },
        () => new Promise<void>((done) => (mine ? (letGo = done) : done())),
      )
      .catch(() => {
        if (mine) asked();
      });
    return release;
  },

  isElsewhere: isHeld,

  ask: async (callId) => {
    const held = locks();
    if (!held) return;
    const channel = new BroadcastChannel(CHANNEL);
    channel.postMessage(callId);
    try {
      const signal = AbortSignal.timeout(LETS_GO_WITHIN_MS);
      await held.request(lockOf(callId), { signal }, () => undefined);
    } catch {
      // It hangs: the server will close its connection.
    } finally {
      channel.close();
    }
  },
};
