import { cleanup, configure, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it, vi } from 'vitest';

import { named, serve } from '@/test/server';
import { visit } from '@/test/visit';

import { CustomerBrief } from './CustomerBrief';
import { lastCallText, type Brief, type KnownCustomer } from './customerBrief';

afterEach(cleanup);
// A busy machine takes its time for the first view.
configure({ asyncUtilTimeout: 4_000 });
vi.setConfig({ testTimeout: 20_000 });

const SAID = { call_id: 'c1', turn_id: 't8', quote: 'I will send it.', start_ms: 60_000 };

const BRIEF: Brief = {
  name: 'Dana Reyes',
  company: 'Harbor Dental',
  calls: 2,
  last_call_id: 'c1',
  last_at: '2020-03-02T09:00:00Z',
  outcome: 'undecided',
  stage_reached: 'close',
  reviewed: true,
  stopped: 'It ended open.',
  stopped_at: { ...SAID, quote: 'Let me think about it,' },
  promises: [
    {
      key: 'a'.repeat(32),
      owner: 'salesperson',
      shared: false,
      what: 'send the contract',
      due: 'by Friday',
      due_on: '2020-03-06',
      overdue: true,
      said: SAID,
    },
  ],
  objections: [
    { type: 'price', handling: 'came_back', raised_at: '2020-03-02T09:00:00Z', said: SAID },
    { type: 'need', handling: 'moved_on', raised_at: '2020-03-02T09:00:00Z', said: SAID },
  ],
};

function show(known: KnownCustomer, name = 'Dana Reyes') {
  const chosen: string[] = [];
  const asked = serve(({ method }) => (method === 'PUT' ? undefined : known));
  visit({
    '/': () => (
      <CustomerBrief name={name} company="" onCompany={(company) => chosen.push(company)} />
    ),
  });
  return { asked, chosen };
}

it('tells the last call, what is promised, and what is in the way, each leading to its moment', async () => {
  show({ brief: BRIEF, choices: [] });
  await screen.findByText(/^2 calls, the last .*: nothing was decided\.$/);
  screen.getByRole('link', { name: '“Let me think about it”' });
  const promise = screen.getByRole('link', { name: /Send the contract/ });
  expect(promise.getAttribute('href')).toBe('/calls/c1?turn=t8');
  expect(promise.textContent).toContain('overdue');
  expect(screen.getByRole('link', { name: /Price objection/ }).textContent).toContain('came back');
  const open = within(screen.getByRole('list', { name: 'Not settled yet' }));
  open.getByText(/answered, not settled/);
});

it('ticks off a promise', async () => {
  const { asked } = show({ brief: BRIEF, choices: [] });
  await userEvent.click(await screen.findByRole('checkbox', { name: 'Done: send the contract' }));
  await waitFor(() => expect(named(asked)).toContain('PUT /api/v1/customers/promises'));
});

it('asks which of several is meant, and says nothing of its own', async () => {
  const choice = { name: 'Dana Reyes', calls: 1, last_at: BRIEF.last_at };
  const choices = [
    { ...choice, company: 'Acme' },
    { ...choice, company: 'Borealis' },
  ];
  const { chosen } = show({ brief: null, choices });
  await userEvent.click(await screen.findByRole('button', { name: 'Borealis' }));
  expect(chosen).toEqual(['Borealis']);
});

it('says where it is, so that overdue is by the day here', async () => {
  const { asked } = show({ brief: BRIEF, choices: [] });
  await screen.findByRole('link', { name: /Send the contract/ });
  expect(asked.map(({ search }) => search.get('time_zone'))).toEqual([
    Intl.DateTimeFormat().resolvedOptions().timeZone,
  ]);
});

it('asks nothing of the server before there is a name', async () => {
  const { asked } = show({ brief: BRIEF, choices: [] }, ' D ');
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(asked).toEqual([]);
});

it('says how long ago in words', () => {
  const now = new Date('2020-03-02T12:00:00Z');
  expect(lastCallText({ ...BRIEF, calls: 1, outcome: 'won' }, now)).toBe(
    'One call, the last today: won.',
  );
});

it.each([
  ['Dana Reyes', 'Dana promised'],
  ['Mr. Keller', 'Mr. Keller promised'],
])('calls %s by a name', async (name, title) => {
  const promises = BRIEF.promises.map((promise) => ({ ...promise, owner: 'customer' as const }));
  show({ brief: { ...BRIEF, name, promises }, choices: [] }, name);
  expect(await screen.findByRole('heading', { name: title })).toBeTruthy();
});
