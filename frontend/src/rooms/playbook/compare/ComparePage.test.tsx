import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  Outlet,
  RouterProvider,
} from '@tanstack/react-router';
import { cleanup, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it, vi } from 'vitest';

import { createEditing } from '../draft/editing';
import { sampleContent } from '../draft/sample';
import { ShellContext, type Shell } from '../editor/shell';
import type { PlaybookDetail, VersionItem } from '../playbookApi';
import type { CallSummary, Comparison, ComparisonRequest } from './compareApi';
import { ComparePage } from './ComparePage';
import { keepAsked } from './lastAsked';

afterEach(cleanup);

const CALLS: CallSummary[] = ['Dana', 'Tony', 'Ruth'].map((name, place) => ({
  id: `call${place}`,
  status: 'ended',
  started_at: '2026-11-20T10:00:00Z',
  ended_at: '2026-11-20T10:05:00Z',
  duration_ms: 300_000,
  title: name,
  customer: { name, company: null },
  playbook_id: 'own',
  consent: true,
  record_audio: false,
  turn_count: 12,
}));

const RUNNING: Comparison = {
  id: 'cmp_1',
  playbook_id: 'own',
  before_version: 2,
  after_version: null,
  state: 'running',
  share: 0.4,
  out_of_time: false,
  calls_total: 2,
  calls: [],
};

const DONE: Comparison = {
  ...RUNNING,
  state: 'done',
  share: 1,
  calls: [
    {
      call_id: 'call0',
      started_at: '2026-11-20T10:00:00Z',
      title: 'Dana',
      duration_ms: 300_000,
      cards: { before: 1, after: 2 },
      ticks: { before: 0, after: 0 },
      problem: null,
      changes: [
        {
          what: 'card',
          kind: 'added',
          at_ms: 42_000,
          before: null,
          after: {
            id: 'price_value',
            text: 'Compared to what?',
            category: 'price',
            quote: 'That is a lot.',
            start_ms: 40_000,
            end_ms: 42_000,
          },
        },
      ],
    },
  ],
};

interface Server {
  calls?: CallSummary[];
  versions?: number;
  /** What it says of the comparison, one answer after another. */
  answers?: Comparison[];
  refusal?: string;
  /** It was started again, and knows no comparison until the next one. */
  restarted?: boolean;
}

function serve({
  calls = CALLS,
  versions = 2,
  answers = [DONE],
  refusal,
  restarted = false,
}: Server) {
  const asked: { way: string; body: ComparisonRequest }[] = [];
  const rest = [...answers];
  let known = !restarted;
  const items: VersionItem[] = Array.from({ length: versions }, (_, place) => ({
    version: versions - place,
    saved_at: '2026-11-20T10:00:00Z',
    note: null,
    restored_from: null,
    is_current: place === 0,
  }));
  vi.stubGlobal('fetch', ({ pathname }: URL, { method = 'GET', body }: RequestInit) => {
    if (pathname.endsWith('/versions')) return Promise.resolve(Response.json({ versions: items }));
    if (pathname.endsWith('/calls')) {
      return Promise.resolve(Response.json({ calls, next_cursor: null }));
    }
    asked.push({
      way: `${method} ${pathname}`,
      body: JSON.parse(typeof body === 'string' ? body : '{}') as ComparisonRequest,
    });
    if (refusal !== undefined && method === 'POST') {
      const error = { code: 'playbook_invalid', message: refusal, request_id: 'r' };
      return Promise.resolve(Response.json({ error }, { status: 422 }));
    }
    if (method === 'POST') known = true;
    if (!known) {
      const error = { code: 'comparison_not_found', message: 'Gone.', request_id: 'r' };
      return Promise.resolve(Response.json({ error }, { status: 404 }));
    }
    const answer = rest.length > 1 ? rest.shift() : rest[0];
    return Promise.resolve(Response.json(answer));
  });
  return asked;
}

function show({ changed = false, search = '' } = {}) {
  const content = sampleContent();
  const detail = {
    id: 'own',
    name: 'Own',
    version: 2,
    read_only: false,
    playbook: content,
  } as unknown as PlaybookDetail;
  const editing = createEditing({ version: 2, content });
  if (changed) editing.set('playbook', { name: 'Renamed' });
  const shell = { detail, editing, saving: {} } as unknown as Shell;
  const root = createRootRoute();
  const playbook = createRoute({
    getParentRoute: () => root,
    path: '/playbooks/$playbookId',
    component: () => (
      <ShellContext value={shell}>
        <Outlet />
      </ShellContext>
    ),
  });
  const page = createRoute({
    getParentRoute: () => playbook,
    path: '/compare',
    validateSearch: ({ run }: Record<string, unknown>) => ({
      ...(typeof run === 'string' && { run }),
    }),
    component: ComparePage,
  });
  const call = createRoute({ getParentRoute: () => root, path: '/calls/$callId' });
  const router = createRouter({
    routeTree: root.addChildren([playbook.addChildren([page]), call]),
    history: createMemoryHistory({ initialEntries: [`/playbooks/own/compare${search}`] }),
  });
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  render(
    <QueryClientProvider client={client}>
      <RouterProvider router={router as never} />
    </QueryClientProvider>,
  );
  return router;
}

it('compares the draft with what is saved and shows each change with its moment', async () => {
  const asked = serve({ answers: [RUNNING, DONE] });
  const router = show({ changed: true });

  await userEvent.click(await screen.findByRole('button', { name: 'Compare' }));

  expect(await screen.findByText('Reading call 1 of 2')).toBeTruthy();
  expect(screen.getByRole('progressbar').getAttribute('aria-valuenow')).toBe('40');
  expect(await screen.findByText('1 card would change in this call.')).toBeTruthy();
  const dana = within(screen.getByRole('region', { name: 'Dana' }));
  expect(dana.getByText('Compared to what?')).toBeTruthy();
  expect(dana.getByText('That is a lot.')).toBeTruthy();
  expect(dana.getByText('0:42')).toBeTruthy();
  expect(dana.getByText('New card')).toBeTruthy();
  expect(dana.getByText('1 card becomes 2')).toBeTruthy();
  expect(asked[0]?.way).toBe('POST /api/v1/playbooks/own/compare');
  expect(asked[0]?.body).toMatchObject({
    playbook: { name: 'Renamed' },
    against_version: 2,
    latest: 5,
  });
  expect(router.state.location.search).toEqual({ run: 'cmp_1' });
});

it('compares a version with the one before when nothing is unsaved', async () => {
  const asked = serve({});
  show();

  await userEvent.click(await screen.findByRole('button', { name: 'Compare' }));

  await screen.findByText('1 card would change in this call.');
  expect(asked[0]?.body).toEqual({ version: 2, against_version: 1, latest: 5 });
});

it('goes on with a comparison that was begun before', async () => {
  const asked = serve({});
  show({ search: '?run=cmp_1' });

  expect(await screen.findByText('1 card would change in this call.')).toBeTruthy();
  expect(asked.map(({ way }) => way)).toEqual(['GET /api/v1/playbooks/own/compare/cmp_1']);
});

it('can be stopped, and shows what it found until then', async () => {
  const asked = serve({ answers: [RUNNING, { ...DONE, state: 'stopped' }] });
  show({ search: '?run=cmp_1' });

  await userEvent.click(await screen.findByRole('button', { name: 'Stop' }));

  expect(await screen.findByText('Stopped before the end')).toBeTruthy();
  expect(screen.getByText('1 of 2 calls were compared.')).toBeTruthy();
  expect(asked.at(-1)?.way).toBe('DELETE /api/v1/playbooks/own/compare/cmp_1');
});

it('says when the server forgot a comparison, and runs the same again', async () => {
  keepAsked('own', 'cmp_0', { after: 2, before: 1, calls: ['call0'] });
  const asked = serve({ restarted: true });
  const router = show({ search: '?run=cmp_0' });

  expect(await screen.findByText('This comparison was interrupted')).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: 'Run it again' }));

  expect(await screen.findByText('1 card would change in this call.')).toBeTruthy();
  expect(screen.queryByText('This comparison was interrupted')).toBeNull();
  expect(asked.find(({ way }) => way.startsWith('POST'))?.body).toEqual({
    version: 2,
    against_version: 1,
    call_ids: ['call0'],
  });
  expect(router.state.location.search).toEqual({ run: 'cmp_1' });
});

it('offers nothing to run again when it does not know what was compared', async () => {
  serve({ restarted: true });
  show({ search: '?run=cmp_9' });

  expect(await screen.findByText('This comparison was interrupted')).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Run it again' })).toBeNull();
});

it('says why a draft cannot be compared', async () => {
  serve({ refusal: 'A script has no words.' });
  show({ changed: true });

  await userEvent.click(await screen.findByRole('button', { name: 'Compare' }));

  expect((await screen.findByRole('alert')).textContent).toContain('A script has no words.');
});

it('takes the calls that were picked', async () => {
  const asked = serve({});
  show();
  const over = await screen.findByRole('combobox', { name: 'Over' });
  over.focus();
  await userEvent.keyboard('{ArrowDown}');
  await userEvent.click(await screen.findByRole('option', { name: 'Calls I choose' }));
  const window = within(await screen.findByRole('dialog'));
  await userEvent.click(window.getByRole('checkbox', { name: /Tony/ }));
  await userEvent.click(window.getByRole('button', { name: 'Use these' }));

  await userEvent.click(screen.getByRole('button', { name: 'Compare' }));

  await waitFor(() => expect(asked[0]?.body.call_ids).toEqual(['call0', 'call2']));
});

it.each([
  [{ calls: [] }, 'No calls yet'],
  [{ versions: 1 }, 'Nothing has changed yet'],
])('says what is missing before anything can be compared', async (server, title) => {
  serve(server);
  show();

  expect(await screen.findByText(title)).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Compare' })).toBeNull();
});
