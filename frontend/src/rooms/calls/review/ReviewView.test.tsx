import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Tooltip } from 'radix-ui';
import { afterEach, expect, it, vi } from 'vitest';

import type { Analysis, Moment, Review, Writing } from './reviewApi';
import { ReviewView } from './ReviewView';

afterEach(cleanup);

function moment(turn: string, quote: string, at: number): Moment {
  return { turn_id: turn, quote, start_ms: at, end_ms: at + 2000 };
}

const JOB = {
  id: 'job_1',
  call_id: 'c1',
  state: 'done',
  attempts: 1,
  asked_at: '2026-11-20T10:05:00Z',
  finished_at: '2026-11-20T10:05:01Z',
  error: null,
} as const;
const PRICE = moment('t10', 'That sounds expensive.', 38_000);

const REVIEW: Review = {
  status: 'ready',
  call_id: 'c1',
  job: JOB,
  made_at: '2026-11-20T10:05:01Z',
  source: 'local',
  success_score: 7.5,
  call_outcome: 'next_step_agreed',
  outcome: 'A next step was agreed.',
  outcome_evidence: null,
  summary: [{ text: 'Two minutes with Dana.', evidence: moment('t1', 'Hi Dana.', 0) }],
  what_worked: [],
  missed_opportunities: [
    {
      timestamp: '0:38',
      opportunity: 'The price objection got a statement.',
      what_to_do: 'Ask what is behind it.',
      evidence: PRICE,
    },
  ],
  improvement_tips: [],
  key_insights: [],
  objections: [],
  next_steps: [
    {
      owner: 'salesperson',
      shared: false,
      what: 'send the invitation',
      due: 'tomorrow',
      due_on: null,
      evidence: moment('t19', 'I will send it tomorrow.', 70_000),
    },
  ],
  scorecard: [
    {
      key: 'objections',
      name: 'Objections',
      definition: 'The mean over objections.',
      weight: 20,
      score: 4,
      because: 'One objection answered.',
      evidence: [PRICE],
    },
  ],
  metrics: [
    {
      key: 'objection_pause',
      name: 'Pause after an objection',
      definition: 'How long you waited.',
      unit: 'ms',
      value: 672,
      of: null,
      benchmark: { low: 1500, high: null, source: 'Top reps 1.5 s' },
      verdict: 'below',
      moments: [{ evidence: PRICE, value: 672 }],
    },
    {
      key: 'pace',
      name: 'Pace',
      definition: 'Your words a minute while you spoke.',
      unit: 'words_a_minute',
      value: null,
      of: null,
      benchmark: null,
      verdict: null,
      moments: [],
    },
  ],
  follow_up_mail: { subject: 'What we agreed', body: 'Hi Dana,\n\nThanks.' },
  writing: null,
  read_until: 40,
  is_older_than_corrections: false,
};

const WRITING: Writing = {
  source: 'claude',
  label: 'Claude',
  model: 'claude-sonnet-5-5',
  parts: 3,
  refused: 2,
  mail_refused: false,
  requests: 4,
  prompt_tokens: 20_000,
  cached_tokens: 0,
  output_tokens: 2_000,
  usd: 0.06,
  estimated: false,
  fault: null,
  message: '',
};

/** A server that gives these answers, the last one for ever. */
function serve(...answers: Analysis[]) {
  const asked: string[] = [];
  vi.stubGlobal('fetch', (address: URL, options: RequestInit) => {
    asked.push(`${options.method ?? 'GET'} ${address.pathname}`);
    if (options.method === 'POST') return Promise.resolve(Response.json(JOB, { status: 202 }));
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    return Promise.resolve(Response.json(answer));
  });
  return asked;
}

function open(onShow = vi.fn()) {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  render(
    <QueryClientProvider client={client}>
      <Tooltip.Provider>
        <ReviewView callId="c1" customer="Dana" onShow={onShow} />
      </Tooltip.Provider>
    </QueryClientProvider>,
  );
  return { user: userEvent.setup(), onShow };
}

it('leads from a missed moment to its line in the transcript', async () => {
  serve(REVIEW);
  const { user, onShow } = open();

  const missed = await screen.findByText('The price objection got a statement.');
  const item = missed.closest('li');
  if (item === null) throw new Error('no item');
  await user.click(within(item).getByRole('button', { name: /That sounds expensive/ }));

  expect(onShow).toHaveBeenCalledWith('t10');
});

it('says the score, who does what, and which figure is out of its range', async () => {
  serve(REVIEW);
  open();

  const card = await screen.findByRole('region', { name: 'Scorecard' });
  expect(card.textContent).toContain('7.5 of 10');
  expect(card.textContent).toContain('Next step agreed');
  expect(screen.getByText('Send the invitation')).toBeTruthy();
  expect(screen.getByText('You, tomorrow')).toBeTruthy();
  expect(screen.getByText('Below: at least 1.5 s')).toBeTruthy();
  expect(screen.getAllByText('0.7 s').length).toBeGreaterThan(0);
  expect(screen.getByText('This call does not tell: Pace.')).toBeTruthy();
  expect(screen.queryByText('Not known')).toBeNull();
});

it('copies the mail', async () => {
  serve(REVIEW);
  const { user } = open();
  await user.click(await screen.findByRole('button', { name: 'Copy the mail' }));

  expect(await navigator.clipboard.readText()).toBe('Hi Dana,\n\nThanks.');
  expect(screen.getByRole('button', { name: 'Copied' })).toBeTruthy();
});

it('waits for a review that is being made', async () => {
  serve({ status: 'waiting', call_id: 'c1', job: { ...JOB, state: 'running' } }, REVIEW);
  open();

  expect(await screen.findByText('The call is being reviewed.')).toBeTruthy();
  expect(
    await screen.findByText('Two minutes with Dana.', undefined, { timeout: 5000 }),
  ).toBeTruthy();
});

it('offers to try again what failed', async () => {
  const asked = serve({ status: 'failed', call_id: 'c1', job: { ...JOB, state: 'failed' } });
  const { user } = open();
  await user.click(await screen.findByRole('button', { name: 'Try again' }));

  expect(asked).toContain('POST /api/v1/calls/c1/analyze');
});

it('weighs the parts of the score anew', async () => {
  const sent: unknown[] = [];
  const rubric = {
    parts: [
      { key: 'objections', name: 'Objections', definition: '', weight: 20, default: 20 },
      { key: 'listening', name: 'Listening', definition: '', weight: 20, default: 15 },
    ],
  };
  vi.stubGlobal('fetch', (address: URL, options: RequestInit) => {
    if (options.method === 'PUT') sent.push(JSON.parse(options.body as string));
    const body = address.pathname.endsWith('/rubric') ? rubric : REVIEW;
    return Promise.resolve(Response.json(body));
  });
  const { user } = open();
  await user.click(await screen.findByRole('button', { name: 'Change the weights' }));
  await user.click(await screen.findByRole('button', { name: 'As it comes' }));
  await user.click(screen.getByRole('button', { name: 'Save' }));

  expect(sent).toEqual([{ weights: { objections: 20, listening: 15 } }]);
});

it('says who wrote it, what was left out and what it cost', async () => {
  serve({ ...REVIEW, source: 'claude', writing: WRITING });
  open();

  const told = await screen.findByText(/Words by Claude/);
  expect(told.textContent).toContain('(claude-sonnet-5-5), which read the call in 3 parts');
  expect(told.textContent).toContain('2 items left out');
  expect(told.textContent).toContain('22,000 tokens, about $0.06');
});

it('says why the embedded coach wrote it, and tries again', async () => {
  const asked = serve({
    ...REVIEW,
    writing: { ...WRITING, fault: 'unreachable', message: 'Claude cannot be reached.' },
  });
  const { user } = open();

  expect(await screen.findByText('Claude cannot be reached.')).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'Try again' }));
  expect(asked).toContain('POST /api/v1/calls/c1/analyze');
});

it('says that it is older than the corrections', async () => {
  const asked = serve({ ...REVIEW, is_older_than_corrections: true });
  const { user } = open();

  expect(await screen.findByText('The call was corrected after this review')).toBeTruthy();
  const [first] = screen.getAllByRole('button', { name: 'Review again' });
  if (first === undefined) throw new Error('no button');
  await user.click(first);
  expect(asked).toContain('POST /api/v1/calls/c1/analyze');
});

it('tells how far the model is, beside the review that is there', async () => {
  const job: Review['job'] = { ...JOB, state: 'refining', progress: { done: 2, total: 8 } };
  serve({ ...REVIEW, job }, REVIEW);
  open();

  expect(await screen.findByText(/reads part 3 of 7/)).toBeTruthy();
  expect(screen.getByText('Two minutes with Dana.')).toBeTruthy();
});
