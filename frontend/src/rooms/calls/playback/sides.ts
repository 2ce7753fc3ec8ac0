/**
 * Whose voice is heard. The recording has the salesperson left and the customer right, which is tiring
 * on headphones: here each voice comes from the middle, alone or with the other.
 */

export type Side = 'both' | 'salesperson' | 'customer';

export interface Sides {
  choose: (side: Side) => void;
  close: () => void;
}

/** As the recording has it. */
export function asRecorded(): Sides {
  return { choose: () => undefined, close: () => undefined };
}

/**
 * Takes the sound of `audio` apart; it is heard only through this from now on. `swapped`: the
 * salesperson is right.
 */
export function takenApart(audio: HTMLAudioElement, swapped: boolean): Sides {
  const context = new AudioContext();
  const splitter = context.createChannelSplitter(2);
  const gains = [context.createGain(), context.createGain()] as const;
  context.createMediaElementSource(audio).connect(splitter);
  for (const [channel, gain] of gains.entries()) {
    splitter.connect(gain, channel);
    // One channel alone: the way out lays it on both ears.
    gain.channelCount = 1;
    gain.channelCountMode = 'explicit';
    gain.connect(context.destination);
  }
  return {
    choose: (side) => {
      const [salesperson, customer] = swapped ? [gains[1], gains[0]] : gains;
      salesperson.gain.value = side === 'customer' ? 0 : 1;
      customer.gain.value = side === 'salesperson' ? 0 : 1;
      void context.resume();
    },
    close: () => void context.close(),
  };
}
