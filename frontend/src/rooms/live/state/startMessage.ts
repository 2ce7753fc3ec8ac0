import type { StartCall } from '@/wire/messages';
import type { StartOptions } from './types';

/** The wish for a call as the server wants it said. */
export function startMessage(setup: StartOptions, channels: number): StartCall {
  return {
    type: 'start_call',
    // With one microphone for the whole room nobody knows who speaks.
    channels:
      channels === 2
        ? [
            { id: 0, role: 'salesperson' },
            { id: 1, role: 'customer' },
          ]
        : [{ id: 0, role: 'unknown' }],
    consent: setup.consent,
    record_audio: setup.recordAudio,
    // "Tomorrow" is meant where the salesperson is, not where the server stands.
    time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    ...(setup.playbookId === undefined ? {} : { playbook_id: setup.playbookId }),
    ...(setup.customer === undefined ? {} : { customer: setup.customer }),
    ...(setup.mode === undefined ? {} : { mode: setup.mode }),
    ...(setup.source.kind === 'demo' ? { demo: true } : {}),
  };
}
