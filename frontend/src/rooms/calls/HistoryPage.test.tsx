import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  RouterProvider,
} from '@tanstack/react-router';
import { cleanup, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it, vi } from 'vitest';

import { TipProvider } from '@/ui/Tip';

import type { CallSummary } from './callsApi';
import { HistoryPage } from './HistoryPage';

afterEach(cleanup);

function call(id: string, name: string): CallSummary {
  return {
    id,
    status: 'ended',
    started_at: '2026-11-20T10:00:00Z',
    ended_at: '2026-11-20T10:05:00Z',
    duration_ms: 300_000,
    customer: { name, company: null },
    playbook_id: 'default',
    consent: true,
    record_audio: false,
    turn_count: 12,
  };
}

/** The calls of a server: listed two at a time, and deletable unless it `refuses`. */
function serve(calls: CallSummary[], refuses = false) {
  const asked: string[] = [];
  vi.stubGlobal('fetch', (address: URL, options: RequestInit) => {
    const method = options.method ?? 'GET';
    const { pathname, searchParams } = address;
    asked.push(`${method} ${pathname}`);
    if (method === 'DELETE') {
      const error = { code: 'database_locked', message: 'Busy.', request_id: 'r' };
      if (refuses) return Promise.resolve(Response.json({ error }, { status: 503 }));
      calls = calls.filter(({ id }) => !pathname.endsWith(id));
      return Promise.resolve(new Response(null, { status: 204 }));
    }
    const from = Number(searchParams.get('cursor') ?? 0);
    const next = from + 2 < calls.length ? String(from + 2) : null;
    const body = { calls: calls.slice(from, from + 2), next_cursor: next };
    return Promise.resolve(Response.json(body));
  });
  return asked;
}

function show() {
  const root = createRootRoute();
  const page = createRoute({ getParentRoute: () => root, path: '/', component: HistoryPage });
  const one = createRoute({ getParentRoute: () => root, path: '/calls/$callId' });
  const router = createRouter({
    routeTree: root.addChildren([page, one]),
    history: createMemoryHistory(),
  });
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  render(
    <QueryClientProvider client={client}>
      <TipProvider>
        <RouterProvider router={router as never} />
      </TipProvider>
    </QueryClientProvider>,
  );
}

it('deletes a call only after it was confirmed', async () => {
  const asked = serve([call('one', 'Dana'), call('two', 'Marcus')]);
  show();
  await userEvent.click(await screen.findByRole('button', { name: 'Delete: Dana' }));
  const question = await screen.findByRole('alertdialog', { name: /Delete the call with Dana/ });
  await userEvent.click(within(question).getByRole('button', { name: 'Keep it' }));
  expect(screen.queryByRole('alertdialog')).toBeNull();
  expect(asked.filter((each) => each.startsWith('DELETE'))).toEqual([]);

  await userEvent.click(screen.getByRole('button', { name: 'Delete: Dana' }));
  await userEvent.click(await screen.findByRole('button', { name: 'Delete for ever' }));
  await vi.waitFor(() => expect(screen.queryByText('Dana')).toBeNull());
  expect(asked.filter((each) => each.startsWith('DELETE'))).toEqual(['DELETE /api/v1/calls/one']);
  expect(screen.getByText('Marcus')).toBeTruthy();
});

it('keeps the question open and says why when the call cannot be deleted', async () => {
  serve([call('one', 'Dana')], true);
  show();
  await userEvent.click(await screen.findByRole('button', { name: 'Delete: Dana' }));
  await userEvent.click(await screen.findByRole('button', { name: 'Delete for ever' }));
  const question = await screen.findByRole('alertdialog');
  expect(await within(question).findByText('Busy.')).toBeTruthy();
});

it('loads more until there is no more', async () => {
  serve([call('one', 'Dana'), call('two', 'Marcus'), call('three', 'Priya')]);
  show();
  await screen.findByText('Dana');
  expect(screen.queryByText('Priya')).toBeNull();
  await userEvent.click(screen.getByRole('button', { name: 'Load more' }));
  expect(await screen.findByText('Priya')).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Load more' })).toBeNull();
});

it('says that there are no calls yet', async () => {
  serve([]);
  show();
  expect(await screen.findByRole('heading', { name: 'No calls yet' })).toBeTruthy();
});

it('says why the calls cannot be loaded, and tries again', async () => {
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('refused')));
  show();
  expect(await screen.findByText('The server cannot be reached.')).toBeTruthy();
  serve([call('one', 'Dana')]);
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
  expect(await screen.findByText('Dana')).toBeTruthy();
});
