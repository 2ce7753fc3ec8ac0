import type { OpenCallSocket } from '@/wire/callSocket';

import type { KeptCall } from './keptCalls';

const WITHIN_MS = 30_000;

/** Brings the sound that a page left behind to its call, and ends that. Rejects with what to tell
 * the user. */
export function sendLeftSound(openSocket: OpenCallSocket, call: KeptCall): Promise<void> {
  return new Promise((resolve, reject) => {
    const giveUp = setTimeout(() => {
      socket.quit();
      reject(new Error('The server cannot be reached. Try again in a moment.'));
    }, WITHIN_MS);
    const socket = openSocket({
      message: () => undefined,
      backlog: () => undefined,
      status: ({ at, closed, problem }) => {
        if (at !== 'closed') return;
        clearTimeout(giveUp);
        if (closed === 'ended') resolve();
        else reject(new Error(problem?.message ?? 'The call could not be ended.'));
      },
    });
    socket.resume({ callId: call.callId, token: call.token, keep: true }, null);
    // It follows the sound that waits.
    socket.command({ type: 'end_call' });
  });
}
