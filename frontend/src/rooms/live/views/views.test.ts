import { describe, expect, it } from 'vitest';

import type { Preflight } from '../state/types';
import { liveState } from './fixtures';
import { enginesText, type FeatureFlags } from './liveQueries';
import { noticesOf } from './notices';
import { fillSlots, orderCategories, searchScripts, type CategoryView } from './playbookView';
import { whatIsMissing } from './precheck';

const CATEGORIES: CategoryView[] = [
  { id: 'a', name: 'Opener', scripts: [{ id: '1', name: 'Warm', text: 'Hello', when_to_use: '' }] },
  { id: 'b', name: 'Price', scripts: [{ id: '2', name: 'Sum', text: 'Worth', when_to_use: '' }] },
  { id: 'c', name: 'Trust', scripts: [{ id: '3', name: 'Ask', text: 'Proof', when_to_use: '' }] },
];

describe('the toolkit', () => {
  it('addresses the customer by name, or not at all', () => {
    const text = 'Hi {customer_name}, sounds good, {customer_name}. Shall we?';
    expect(fillSlots(text, 'Dana')).toBe('Hi Dana, sounds good, Dana. Shall we?');
    expect(fillSlots(text, null)).toBe('Hi, sounds good. Shall we?');
  });

  it('puts what fits first, in the order the card gave', () => {
    const ids = orderCategories(CATEGORIES, ['c', 'b', 'unknown']).map(({ id }) => id);
    expect(ids).toEqual(['c', 'b', 'a']);
  });

  it('finds every word, wherever it stands', () => {
    expect(searchScripts(CATEGORIES, 'price worth').map(({ id }) => id)).toEqual(['b']);
    expect(searchScripts(CATEGORIES, 'price proof')).toEqual([]);
    expect(searchScripts(CATEGORIES, '  ')).toHaveLength(3);
  });
});

describe('noticesOf', () => {
  it('is silent when all is well', () => {
    expect(noticesOf(liveState(), 0)).toEqual([]);
  });

  it('says the gravest first', () => {
    const state = liveState({
      connection: 'reconnecting',
      retryAtMs: 4200,
      degraded: { coach: 'timeout' },
      trouble: { share: 'ended', audioWaitingS: 12 },
    });
    const notices = noticesOf(state, 1000);
    expect(notices.map(({ key }) => key)).toEqual(['share', 'connection', 'coach']);
    expect(notices[1]?.text).toBe(
      'The call goes on and is kept here, 12 s so far. Next try in 4 s.',
    );
  });

  it('says when the embedded speech engine stands in, and why where it can be mended', () => {
    const textOf = (reason: string): string | undefined =>
      noticesOf(liveState({ degraded: { speech_service: reason } }), 0)[0]?.text;
    expect(textOf('deepgram_cut')).toBe('Deepgram takes over again when it answers.');
    expect(textOf('deepgram_key_refused')).toBe('Deepgram does not know the key. Copy it again.');
  });
});

describe('whatIsMissing', () => {
  const open = { status: 'open', label: '', deviceId: null } as const;
  const check = (part: Partial<Preflight>): Preflight => ({
    microphone: { ...open, kind: 'microphone' },
    customer: { ...open, kind: 'tab' },
    issues: [],
    heard: { microphone: true, customer: true },
    openMicrophone: () => Promise.resolve(),
    shareTab: () => Promise.resolve(),
    openCustomerDevice: () => Promise.resolve(),
    closeCustomer: () => undefined,
    close: () => undefined,
    ...part,
  });

  it('asks for one thing after the other', () => {
    const off = { status: 'off' } as const;
    const nothing = check({ microphone: off, customer: off });
    expect(whatIsMissing(nothing, 'tab', null)).toBe('Your microphone comes first.');
    const alone = check({ customer: off });
    expect(whatIsMissing(alone, 'tab', 'transcript')).toBe("The customer's voice is missing.");
    expect(whatIsMissing(alone, 'room', 'transcript')).toBeNull();
    expect(whatIsMissing(check({}), 'tab', null)).toBe('Say what the customer has agreed to.');
    expect(whatIsMissing(check({}), 'tab', 'not_asked')).toBeNull();
  });

  it('names what blocks before anything else', () => {
    const issue = { code: 'https_needed', severity: 'block', message: '' } as const;
    const blocked = check({ microphone: { status: 'off' }, issues: [issue] });
    expect(whatIsMissing(blocked, 'tab', null)).toBe('HTTPS needed.');
  });
});

describe('enginesText', () => {
  const flags = (audio: boolean, text: boolean): FeatureFlags => ({
    version: '0',
    environment: 'test',
    engines: {
      speech: { name: audio ? 'deepgram' : 'local', network: audio },
      coach: { name: text ? 'claude' : 'local', network: text },
    },
    audio_leaves_machine: audio,
    text_leaves_machine: text,
    keeps_recordings: true,
    modes: ['suggestion'],
    default_mode: 'suggestion',
    language: 'en',
  });

  it('never promises more than is true', () => {
    expect(enginesText(flags(false, false), 'localhost')).toContain('nothing leaves this computer');
    expect(enginesText(flags(false, false), 'coach.example')).toContain('leaves your server');
    expect(enginesText(flags(true, false), 'localhost')).toContain('Sound goes to Deepgram');
    expect(enginesText(flags(false, true), 'localhost')).toContain('Words go to Claude');
    const off = { ...flags(false, false), keeps_recordings: false };
    expect(enginesText(off, 'localhost')).toContain('Recordings are switched off');
    const own = flags(false, false);
    own.engines = { ...own.engines, coach: { name: 'openai_compatible', network: false } };
    expect(enginesText(own, 'localhost')).toContain('a model on the same machine');
  });
});
