/** Sound of calls that a page left behind and the server does not have yet. */
export interface WaitingSound {
  /** Milliseconds of it. */
  ofCall: (callId: string) => Promise<number>;
  /** Sound of all other calls goes. */
  keepOnly: (callIds: readonly string[]) => Promise<void>;
}

export const waitingSound: WaitingSound = {
  ofCall: async (callId) => (await import('@/wire/keptSound')).keptMs(callId),
  keepOnly: async (callIds) => (await import('@/wire/keptSound')).keepOnly(callIds),
};
