import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it, vi } from 'vitest';

import { localMinute } from '@/ui/time';
import type { CallEvent } from '@/wire/messages';

import { call } from '../fakeHistory';
import { CallDate } from './CallDate';

afterEach(cleanup);

const started = (by: string | null) => ({ type: 'call_started', dated_by: by }) as CallEvent;
const DATED = { type: 'call_dated' } as CallEvent;

function show(
  events: CallEvent[],
  imported_from: string | null = 'call.wav',
  call_days: number | null = null,
) {
  const sent: unknown[] = [];
  vi.stubGlobal('fetch', ({ pathname }: URL, { method, body }: RequestInit) => {
    if (pathname === '/api/v1/settings/retention')
      return Promise.resolve(Response.json({ call_days }));
    sent.push([method, pathname, JSON.parse(body as string)]);
    return Promise.resolve(new Response(null, { status: 204 }));
  });
  render(
    <QueryClientProvider client={new QueryClient()}>
      <CallDate call={call('c1', 'Dana', { imported_from })} events={events} />
    </QueryClientProvider>,
  );
  return sent;
}

it('says that the date is a guess of the file, and lets it be set by keys alone', async () => {
  const sent = show([started('modified')]);
  screen.getByRole('button', { name: 'Date from the file, please check' }).focus();
  await userEvent.keyboard('{Enter}');
  const field = await screen.findByLabelText('Day and time');
  expect(document.activeElement).toBe(field);
  await userEvent.clear(field);
  await userEvent.type(field, '2026-03-10T14:05');
  await userEvent.keyboard('{Enter}');
  await vi.waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  const said = { started_at: new Date('2026-03-10T14:05').toISOString() };
  expect(sent).toEqual([['PUT', '/api/v1/calls/c1/started-at', said]]);
});

it.each([[[started('user')]], [[started('name'), DATED]], [[started(null)]]])(
  'does not call a date a guess that somebody said',
  (events) => {
    show(events);
    expect(screen.getByRole('button', { name: 'Set the date' })).toBeTruthy();
  },
);

it('leaves the date of a call that was live to its clock', () => {
  show([started(null)], null);
  expect(screen.queryByRole('button')).toBeNull();
});

it('says that a call goes which is too old to be kept, before it does', async () => {
  const sent = show([started('modified')], 'call.wav', 365);
  await userEvent.click(screen.getByRole('button', { name: /please check/ }));
  const field = await screen.findByLabelText('Day and time');
  const yearsAgo = (years: number) => `${new Date().getFullYear() - years}-03-10T14:05`;
  fireEvent.change(field, { target: { value: yearsAgo(3) } });
  expect(await screen.findByText('With this date the call is deleted within a day')).toBeTruthy();
  expect(screen.getByText(/keep calls for 365 days/)).toBeTruthy();
  expect(screen.getByRole('button', { name: 'Save all the same' })).toBeTruthy();
  fireEvent.change(field, { target: { value: localMinute(new Date().toISOString()) } });
  expect(screen.queryByText(/is deleted within a day/)).toBeNull();
  await userEvent.click(screen.getByRole('button', { name: 'Save' }));
  await vi.waitFor(() => expect(sent).toHaveLength(1));
});
