import type { Problem } from './types';

export const HTTPS_NEEDED: Problem = {
  code: 'https_needed',
  message:
    'HTTPS needed: browsers give no microphone to a page over plain HTTP from another machine. ' +
    'Open it through https:// or on the machine itself (localhost).',
};

export const CAPTURE_UNSUPPORTED: Problem = {
  code: 'capture_unsupported',
  message: 'This browser cannot capture sound. Use a current Chrome, Edge or Firefox.',
};

export const SHARE_UNSUPPORTED: Problem = {
  code: 'share_unsupported',
  message: 'This browser cannot share a tab. Choose an input device for the customer instead.',
};

export const SHARE_WITHOUT_AUDIO: Problem = {
  code: 'share_without_audio',
  message:
    'The shared tab has no audio. Share it again, choose the tab of the meeting, and switch on ' +
    '"Also share tab audio".',
};

const MICROPHONE: Record<string, Problem> = {
  NotAllowedError: {
    code: 'permission_denied',
    message:
      'Access to the microphone was refused. Allow it beside the address of this page, then try again.',
  },
  NotFoundError: {
    code: 'no_device',
    message: 'No microphone was found. Plug one in, then try again.',
  },
  NotReadableError: {
    code: 'device_busy',
    message: 'The microphone cannot be read: another program may hold it. Close that program.',
  },
  OverconstrainedError: {
    code: 'device_gone',
    message: 'The chosen device is no longer there. Choose another one.',
  },
  SecurityError: {
    code: 'forbidden',
    message: 'The settings of this browser or of your organisation forbid the microphone.',
  },
};

const SHARE: Record<string, Problem> = {
  NotAllowedError: {
    code: 'share_cancelled',
    message: 'Nothing is shared yet: the choice was cancelled, or the system forbids sharing.',
  },
  NotReadableError: {
    code: 'share_failed',
    message: 'The system did not let the browser share. Check its permission for screen recording.',
  },
  InvalidStateError: {
    code: 'share_needs_click',
    message: 'The browser wants a click before it shares. Press the button again.',
  },
};

/** What to tell the user about a refused or failed capture. */
export function problemOf(error: unknown, asked: 'microphone' | 'share'): Problem {
  const name = error instanceof Error ? error.name : '';
  const known = (asked === 'share' ? SHARE : MICROPHONE)[name];
  if (known) return known;
  return {
    code: 'capture_failed',
    message: `The browser could not open the sound${name ? ` (${name})` : ''}. Try again.`,
  };
}
