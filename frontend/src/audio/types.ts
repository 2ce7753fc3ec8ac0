/** `code` is stable, `message` is for the user. */
export interface Problem {
  code: string;
  message: string;
}

export interface InputDevice {
  deviceId: string;
  /** Empty labels (before permission) are replaced by "Microphone 1" and so on. */
  label: string;
}

/** `rms` and `peak` are 0-1, linear. `speaking`: as loud as a voice now. */
export interface Level {
  rms: number;
  peak: number;
  speaking: boolean;
}

export interface Levels {
  microphone: Level;
  customer: Level;
}

/** What is opened for a side of the call. */
export type SourceState =
  | { status: 'off' }
  | { status: 'asking' }
  | {
      status: 'open';
      kind: 'microphone' | 'tab' | 'device' | 'recording';
      label: string;
      deviceId: string | null;
    }
  | { status: 'failed'; problem: Problem };

export interface Sources {
  microphone: SourceState;
  customer: SourceState;
}

/**
 * `lost`: the device went away; `suspended`: the browser stopped the sound (the machine slept);
 * `muted_by_system`: silenced by the headset or the operating system. `ended`: the share was
 * stopped and can be started again.
 */
export interface SourceTrouble {
  microphone?: 'lost' | 'suspended' | 'muted_by_system';
  share?: 'ended' | 'lost';
}

/** The salesperson is channel 0 and the customer channel 1, everywhere in the page. */
export const MICROPHONE = 0;
export const CUSTOMER = 1;
