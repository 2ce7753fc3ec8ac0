import { expect, it } from 'vitest';
import { SHARE_WITHOUT_AUDIO } from '@/audio/problems';
import { NOTHING_YET } from '@/audio/soundCheck';
import type { Sources } from '@/audio/types';
import { issuesOf } from './preflightIssues';

const OPEN: Sources = {
  microphone: { status: 'open', kind: 'microphone', label: 'Headset', deviceId: 'a' },
  customer: { status: 'open', kind: 'tab', label: 'Meeting', deviceId: null },
};
const HERE = { capture: true, secure: true };

function codes(...args: Parameters<typeof issuesOf>): string[] {
  return issuesOf(...args).map(({ code, severity }) => `${severity} ${code}`);
}

it('has nothing to say of sound that arrives', () => {
  expect(codes(OPEN, NOTHING_YET, HERE)).toEqual([]);
});

it('names what stays silent, and the loudspeaker', () => {
  const report = {
    ...NOTHING_YET,
    silent: { microphone: true, customer: true },
    headphones: true,
  };
  expect(codes(OPEN, report, HERE)).toEqual([
    'warn no_microphone_sound',
    'warn no_customer_sound',
    'warn headphones_recommended',
  ]);
  const closed: Sources = { microphone: { status: 'off' }, customer: { status: 'asking' } };
  expect(codes(closed, { ...report, headphones: false }, HERE)).toEqual([]);
});

it('stops a call with a share that has no sound', () => {
  const sources: Sources = {
    ...OPEN,
    customer: { status: 'failed', problem: SHARE_WITHOUT_AUDIO },
  };
  expect(codes(sources, NOTHING_YET, HERE)).toEqual(['block share_without_audio']);
});

it('tells a page without HTTPS from a browser without capture', () => {
  expect(codes(OPEN, NOTHING_YET, { capture: false, secure: false })).toEqual([
    'block https_needed',
  ]);
  expect(codes(OPEN, NOTHING_YET, { capture: false, secure: true })).toEqual([
    'block capture_unsupported',
  ]);
});
