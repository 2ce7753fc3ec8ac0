import { cleanup, configure, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it, vi } from 'vitest';

import { serve } from '@/test/server';
import { visit } from '@/test/visit';

import type { Insights, LedgerLine } from './insightsApi';
import { InsightsPage } from './InsightsPage';

afterEach(cleanup);
// A busy machine takes its time for the first view.
configure({ asyncUtilTimeout: 4_000 });
vi.setConfig({ testTimeout: 20_000 });

const MEAN = { mean: 6, n: 4 };
const SHARE = { count: 3, of: 12, low: 0.09, high: 0.53 };

function week(starts_on: string, ends_on: string, score: number | null): Insights['weeks'][number] {
  const mean = score === null ? null : { mean: score, n: 4 };
  const calls = score === null ? 0 : 4;
  return {
    starts_on,
    ends_on,
    calls,
    good: 0,
    score: mean,
    talk_ratio: mean,
    questions: mean,
    objections: mean,
  };
}

function line(name: string, standing: LedgerLine['standing'], said: number): LedgerLine {
  return {
    playbook_id: 'p',
    script_id: name,
    name,
    text: `${name}, said aloud.`,
    category: 'Price',
    cards: said,
    shown_calls: said,
    said,
    reactions: { stepped: 3, went_on: said - 3 },
    aim: 'step',
    worked: SHARE,
    good: SHARE,
    standing,
  };
}

const FULL: Insights = {
  calls: 12,
  good: 5,
  waiting: 0,
  weeks: [
    week('2026-03-02', '2026-03-08', 4.5),
    week('2026-03-09', '2026-03-15', null),
    week('2026-03-16', '2026-03-22', 6.5),
  ],
  compared: [
    { figure: 'score', week: MEAN, before: { mean: 5, n: 9 }, low: 0.2, high: 1.8, differs: true },
    { figure: 'talk_ratio', week: MEAN, before: MEAN, low: -1, high: 1, differs: false },
    { figure: 'questions', week: null, before: MEAN, low: null, high: null, differs: false },
  ],
  stages: [{ stage: 'close', calls: 12, outcomes: { won: 5, declined: 7 }, good: SHARE }],
  objections: [
    {
      type: 'price',
      raised: 12,
      calls: 9,
      handlings: { settled: 3, moved_on: 2, came_back: 7 },
      settled: SHARE,
      replies: [
        {
          playbook_id: '',
          script_id: null,
          name: null,
          text: null,
          handlings: {},
          settled: SHARE,
          standing: 'alike',
        },
      ],
    },
  ],
  ledger: [line('Too expensive', 'better', 12), line('Can you do better', 'too_few', 4)],
  best: [
    {
      text: 'The objection was settled.',
      more: 'It was met with a question.',
      call: {
        call_id: 'c1',
        started_at: '2026-03-02T10:00:00Z',
        title: 'Dana',
        customer: 'Dana',
        company: null,
        outcome: 'won',
        score: 8,
      },
      spot: { turn_id: 't4', start_ms: 61_000, speaker: 'customer', text: 'That would suit us,' },
    },
  ],
  worst: [],
  playbooks: [{ id: 'p', calls: 12 }],
  least_calls: 10,
  least_for_mean: 5,
};

function show(insights: Insights = FULL) {
  const asked = serve(({ path }) => {
    if (path.endsWith('/playbooks')) return { playbooks: [] };
    if (path.endsWith('/objection') || path.endsWith('/line')) return { occurrences: [] };
    return insights;
  });
  visit({ '/': InsightsPage, '/calls': null, '/calls/$callId': null });
  return asked;
}

it('says what became of the objections that were not settled', async () => {
  show();
  await screen.findByText('12 times in 9 calls; 2 answered, not settled; 7 came back');
});

it('says each week in words as the arrow keys walk, and leads to its calls', async () => {
  show();
  const chart = await screen.findByRole('slider', { name: /Score by week/ });
  expect(chart.getAttribute('aria-valuetext')).toMatch(/^Week of .*16.*: 6\.5 of 10, 4 calls$/);
  chart.focus();
  await userEvent.keyboard('{ArrowLeft}');
  expect(chart.getAttribute('aria-valuetext')).toMatch(/no calls$/);
  await userEvent.keyboard('{Home}{ArrowLeft}');
  expect(chart.getAttribute('aria-valuetext')).toMatch(/4\.5 of 10, 4 calls$/);
  const link = screen.getByRole('link', { name: 'Show the 4 calls' });
  expect(decodeURIComponent(link.getAttribute('href') ?? '').replaceAll('"', '')).toContain(
    'from=2026-03-02&to=2026-03-08',
  );
});

it('becomes a table with one press', async () => {
  show();
  const section = await screen.findByRole('region', { name: 'Over the weeks' });
  await userEvent.click(within(section).getByRole('button', { name: 'As a table' }));
  const rows = within(section).getAllByRole('row');
  expect(rows).toHaveLength(4);
  expect(rows[1]?.textContent).toContain('6.5');
  expect(rows[2]?.textContent).toContain('Not known');
});

it('says what is more than chance, and what is not', async () => {
  show();
  await screen.findByText('More than usual');
  screen.getByText('Within the usual');
  screen.getByText('Too few calls to tell');
});

it('never ranks what was said too seldom', async () => {
  show();
  const ledger = await screen.findByRole('region', { name: 'Script ledger' });
  const groups = within(ledger).getAllByRole('heading', { level: 3 });
  expect(groups.map((each) => each.textContent)).toEqual([
    'Does better than the rest of its categoryBy more than chance.',
    'Too few to tellSaid in fewer than 10 calls. Not ranked.',
  ]);
});

it('opens the moments behind a line', async () => {
  const asked = show();
  await userEvent.click(await screen.findByRole('button', { name: /^Too expensive/ }));
  await screen.findByRole('dialog', { name: 'Too expensive' });
  expect(
    asked.some(
      ({ path, search }) =>
        path.endsWith('/insights/line') && search.get('script_id')?.startsWith('Too'),
    ),
  ).toBe(true);
});

it('quotes a line as it is read', async () => {
  show();
  await screen.findByRole('link', { name: /1:01.*“That would suit us\.”.*Dana/ });
});

it('opens an objection to its replies', async () => {
  show();
  await userEvent.click(await screen.findByRole('button', { name: /^Price objection/ }));
  screen.getByRole('button', { name: /^In your own words/ });
});

it('says what comes when there is nothing yet', async () => {
  show({ ...FULL, calls: 0, playbooks: [] });
  await screen.findByText('Nothing to compare yet');
});

it('counts on while calls are still to be counted', async () => {
  show({ ...FULL, calls: 0, waiting: 3 });
  await screen.findByText('Your calls are being counted');
});
