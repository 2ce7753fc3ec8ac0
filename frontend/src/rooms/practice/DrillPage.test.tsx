import { cleanup, configure, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it, vi } from 'vitest';

import { serve } from '@/test/server';
import { visit } from '@/test/visit';

import { DrillPage } from './DrillPage';
import type { Answered, Drill, OpenedDrill } from './practiceApi';

afterEach(cleanup);
// A busy machine takes its time for the first view.
configure({ asyncUtilTimeout: 4_000 });
vi.setConfig({ testTimeout: 20_000 });

const DRILL: Drill = {
  id: 'd1',
  call_id: 'c1',
  turn_id: 't2',
  opportunity: 'The price objection came back.',
  what_to_do: 'Ask.',
  due_at: '2026-03-02T09:00:00Z',
  due: true,
  step: 0,
};

const OPENED: OpenedDrill = {
  drill: DRILL,
  line: { turn_id: 't2', text: 'That is expensive,', start_ms: 1000, end_ms: 2000 },
  before: null,
  said_then: { turn_id: 't3', text: 'It is quite cheap,', start_ms: 2100, end_ms: 3000 },
  title: 'Dana',
  company: null,
  called_at: '2026-03-01T09:00:00Z',
  recorded: false,
  attempts: [],
};

const ANSWERED: Answered = {
  drill: { ...DRILL, due: false, due_at: '2030-03-05T09:00:00Z' },
  attempt: {
    id: 'try1',
    at: '2026-03-02T09:01:00Z',
    said_by: 'typed',
    answer: 'Okay, bye.',
    comparison: {
      headline: 'Start from their words: say what you heard, then ask.',
      ready: false,
      nearness: 'elsewhere',
      other: null,
      checks: [
        {
          key: 'asks',
          done: false,
          text: 'End with a question. The card asks:',
          quote: 'Compared to what?',
        },
        { key: 'length', done: true, text: 'Short enough to be heard.', quote: null },
      ],
      card: {
        text: 'I hear you. Compared to what?',
        name: 'Too expensive',
        script_id: 's',
        why: 'Price.',
      },
    },
  },
};

function show() {
  const asked = serve(({ method, path }) => {
    if (method === 'POST') return ANSWERED;
    return path.endsWith('/drills') ? { drills: [] } : OPENED;
  });
  visit({ '/practice/$drillId': DrillPage, '/practice': () => <p>All drills</p> }, '/practice/d1');
  return asked;
}

it('shows the line and keeps the card back until somebody has answered', async () => {
  show();
  await screen.findByRole('heading', { name: '“That is expensive.”' });
  expect(screen.queryByText(/Compared to what/)).toBeNull();
  expect(screen.queryByText(/quite cheap/)).toBeNull();
});

it('is answered, compared and tried again with the keyboard alone', async () => {
  const asked = show();
  const box = await screen.findByLabelText('What do you say?');
  box.focus();
  await userEvent.keyboard('Okay, bye.{Enter}');
  const headline = await screen.findByRole('heading', { name: /^Start from their words/ });
  const sent = asked.filter(({ method }) => method === 'POST').map(({ body }) => body);
  expect(sent).toEqual([{ text: 'Okay, bye.', said_by: 'typed' }]);
  await waitFor(() => expect(document.activeElement).toBe(headline));
  screen.getByText('“Compared to what?”');
  screen.getByText('I hear you. Compared to what?');
  screen.getByText('In the call you said: “It is quite cheap.”');
  await userEvent.keyboard('t');
  await screen.findByLabelText('What do you say?');
});

it('goes back to the list when nothing else is due', async () => {
  show();
  await userEvent.type(await screen.findByLabelText('What do you say?'), 'Okay, bye.{Enter}');
  await userEvent.click(await screen.findByRole('button', { name: 'Done' }));
  await screen.findByText('All drills');
});
