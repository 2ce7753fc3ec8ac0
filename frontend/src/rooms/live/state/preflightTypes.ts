/** What the check before a call hands to its views. */
import type { InputDevice, SourceState } from '@/audio/types';

export interface Devices {
  inputs: InputDevice[];
  /** False over plain HTTP from another host, or in a browser without capture. */
  supported: boolean;
  /** Whether this browser can share a tab. */
  canShare: boolean;
}

/**
 * `https_needed`, `capture_unsupported`: the browser gives no microphone here.
 * `no_microphone_sound`, `no_customer_sound`: open, and silent for some seconds.
 * `share_without_audio`: the shared tab came without its sound.
 * `headphones_recommended`: the microphone hears the customer.
 */
export type PreflightCode =
  | 'https_needed'
  | 'capture_unsupported'
  | 'no_microphone_sound'
  | 'no_customer_sound'
  | 'share_without_audio'
  | 'headphones_recommended';

export interface PreflightIssue {
  code: PreflightCode;
  /** `block`: a call cannot work like this. `warn`: it can, badly. */
  severity: 'block' | 'warn';
  message: string;
}

export interface Preflight {
  microphone: SourceState;
  customer: SourceState;
  issues: PreflightIssue[];
  /** The microphone has been heard at least once since it was opened; the same for the customer. */
  heard: { microphone: boolean; customer: boolean };
  /** Also switches to another device, mid-call too. Without an id: the system's default. */
  openMicrophone: (deviceId?: string) => Promise<void>;
  /** Asks the browser for a tab or screen with its sound; again to share another, mid-call too. */
  shareTab: () => Promise<void>;
  /** The customer's voice from an input device (a loopback of the desktop meeting program). */
  openCustomerDevice: (deviceId: string) => Promise<void>;
  closeCustomer: () => void;
  /** Lets go of microphone and share (leaving the page without a call). */
  close: () => void;
}
