import { cleanup, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it, vi } from 'vitest';

import type { CallEvent } from '@/wire/messages';

import type { CallSummary } from './callsApi';
import { crmNotes } from './crmNotes';
import { KeepCall } from './KeepCall';
import type { Analysis, Moment, Review } from './review/reviewApi';

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

const CALL: CallSummary = {
  id: 'c1',
  title: 'Dana',
  status: 'ended',
  started_at: '2026-11-20T10:00:00Z',
  ended_at: '2026-11-20T10:02:00Z',
  duration_ms: 120_000,
  customer: { name: 'Dana', company: 'Northwind' },
  playbook_id: 'default',
  consent: true,
  record_audio: false,
  turn_count: 12,
};
const PRICE: Moment = {
  turn_id: 't1',
  quote: 'That sounds expensive.',
  start_ms: 38_000,
  end_ms: 40_000,
};
const REVIEW: Review = {
  status: 'ready',
  call_id: 'c1',
  job: {
    id: 'job_1',
    call_id: 'c1',
    state: 'done',
    attempts: 1,
    asked_at: '2026-11-20T10:05:00Z',
    finished_at: '2026-11-20T10:05:01Z',
    error: null,
  },
  made_at: '2026-11-20T10:05:01Z',
  source: 'local',
  success_score: 7.5,
  call_outcome: 'next_step_agreed',
  outcome: 'A next step was agreed.',
  outcome_evidence: null,
  summary: [
    { text: 'Two minutes with Dana.', evidence: PRICE },
    { text: 'A next step was agreed.', evidence: PRICE },
  ],
  what_worked: [],
  missed_opportunities: [],
  improvement_tips: [],
  key_insights: [],
  objections: [
    {
      type: 'price',
      handling: 'moved_on',
      text: 'it was not raised again.',
      pause_ms: null,
      evidence: PRICE,
      answer: null,
    },
  ],
  next_steps: [
    {
      owner: 'salesperson',
      shared: false,
      what: 'send the invitation',
      due: 'tomorrow',
      due_on: null,
      evidence: PRICE,
    },
    { owner: 'customer', shared: false, what: 'ask Pat', due: null, due_on: null, evidence: PRICE },
  ],
  scorecard: [],
  metrics: [],
  follow_up_mail: null,
};
const NOTE = { type: 'note', text: 'Prefers mail', call_ms: 5000, seq: 3 } as CallEvent;

function open(analysis: Analysis | undefined) {
  const user = userEvent.setup();
  render(<KeepCall call={CALL} events={[NOTE]} analysis={analysis} />);
  return user;
}

it('tells in plain lines what a colleague has to know', () => {
  const [first, ...rest] = crmNotes(CALL, REVIEW, ['Prefers mail']).split('\n');

  expect(first).toMatch(/^Call with Dana, Northwind, .*2026.*, 2 min$/);
  expect(rest).toEqual([
    'A next step was agreed.',
    '',
    'Summary',
    '- Two minutes with Dana.',
    '',
    'Next steps',
    '- Me: send the invitation (tomorrow)',
    '- Dana: ask Pat',
    '',
    'Objections',
    '- “That sounds expensive.” It was not raised again.',
    '',
    'Notes',
    '- Prefers mail',
  ]);
});

it('keeps the hour of a next step', () => {
  const [step] = REVIEW.next_steps;
  const due = { due: 'Thursday at ten', due_on: '2026-03-05', due_hour: 'at ten' };
  const timed = { ...REVIEW, next_steps: step === undefined ? [] : [{ ...step, ...due }] };

  expect(crmNotes(CALL, timed, [])).toMatch(/send the invitation \(.*5.*, at ten\)$/m);
});

it('leaves out what a call does not have', () => {
  const bare = { ...REVIEW, summary: [], next_steps: [], objections: [] };

  const notes = crmNotes({ ...CALL, customer: null, title: 'call.wav' }, bare, []);

  expect(notes.split('\n')).toHaveLength(2);
  expect(notes).toMatch(/^call\.wav, /);
});

it('copies the notes with the keyboard alone, and says so', async () => {
  const user = open(REVIEW);

  await user.tab();
  await user.keyboard('{Enter}');
  await user.keyboard('{Enter}');

  expect(await screen.findByRole('button', { name: 'Copied' })).toBeTruthy();
  expect(screen.getByRole('status').textContent).toBe('Notes copied');
  expect(await navigator.clipboard.readText()).toBe(crmNotes(CALL, REVIEW, ['Prefers mail']));
});

it('shows the notes where the clipboard is closed', async () => {
  const user = open(REVIEW);
  vi.spyOn(navigator.clipboard, 'writeText').mockRejectedValue(new Error('denied'));

  await user.click(screen.getByRole('button', { name: 'Export' }));
  await user.click(screen.getByRole('menuitem', { name: 'Copy for CRM notes' }));

  const text = await screen.findByRole<HTMLTextAreaElement>('textbox', { name: 'Notes' });
  expect(text.value).toContain('- Me: send the invitation (tomorrow)');

  await user.keyboard('{Escape}');
  const button = screen.getByRole('button', { name: 'Export' });
  await waitFor(() => expect(document.activeElement).toBe(button));
});

it('has no notes to copy before there is a review', async () => {
  const user = open(undefined);

  await user.click(screen.getByRole('button', { name: 'Export' }));

  const item = screen.getByRole('menuitem', { name: 'Copy for CRM notes' });
  expect(item.getAttribute('aria-disabled')).toBe('true');
});

it.each([
  ['Text to read (Markdown)', 'md'],
  ['Spreadsheet (CSV)', 'csv'],
  ['Subtitles (SRT)', 'srt'],
  ['Subtitles (VTT)', 'vtt'],
  ['Everything (JSON)', 'json'],
])('asks for a file: %s', async (name, format) => {
  const asked: string[] = [];
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (
    this: HTMLAnchorElement,
  ) {
    asked.push(this.href);
  });
  const user = open(undefined);

  await user.click(screen.getByRole('button', { name: 'Export' }));
  await user.click(screen.getByRole('menuitem', { name }));

  expect(asked).toEqual([`${window.location.origin}/api/v1/calls/c1/export?format=${format}`]);
});

it('offers no subtitles of a call without times', async () => {
  const user = userEvent.setup();
  render(<KeepCall call={{ ...CALL, timing: 'none' }} events={[]} analysis={undefined} />);

  await user.click(screen.getByRole('button', { name: 'Export' }));

  const refused = screen
    .getAllByRole('menuitem')
    .filter((item) => item.getAttribute('aria-disabled') === 'true')
    .map((item) => item.textContent);
  expect(refused).toEqual(['Copy for CRM notes', 'Subtitles (SRT)', 'Subtitles (VTT)']);
});
