import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it, vi } from 'vitest';

import type { CallEvent } from '@/wire/messages';

import { call } from '../fakeHistory';
import { CallDate } from './CallDate';

afterEach(cleanup);

const started = (by: string | null) => ({ type: 'call_started', dated_by: by }) as CallEvent;
const DATED = { type: 'call_dated' } as CallEvent;

function show(events: CallEvent[], imported_from: string | null = 'call.wav') {
  const sent: unknown[] = [];
  vi.stubGlobal('fetch', ({ pathname }: URL, { method, body }: RequestInit) => {
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
