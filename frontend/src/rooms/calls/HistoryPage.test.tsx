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

import type { FoundCall } from './historyApi';
import { HistoryPage } from './HistoryPage';
import { historySearch } from './historySearch';

afterEach(cleanup);

function call(id: string, name: string, more: Partial<FoundCall> = {}): FoundCall {
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
    stage_reached: null,
    outcome: null,
    outcome_by: null,
    score: null,
    objections: [],
    tags: [],
    hits: [],
    hit_count: 0,
    ...more,
  };
}

const none = { outcomes: [], stages: [], objections: [], playbooks: [], tags: [] };

interface Bulk {
  call_ids: string[];
  add?: string[];
  outcome?: FoundCall['outcome'];
}

/** The calls of a server: listed two at a time, and changeable unless it `refuses`. */
function serve(
  calls: FoundCall[],
  { refuses = false, filters = none, kept = [] as string[] } = {},
) {
  const asked: string[] = [];
  vi.stubGlobal('fetch', (address: URL, options: RequestInit) => {
    const { pathname, searchParams } = address;
    const sent = options.body === undefined ? null : (JSON.parse(options.body as string) as Bulk);
    asked.push(`${options.method ?? 'GET'} ${pathname}${address.search}`);
    const answer = (body: unknown) => Promise.resolve(Response.json(body));
    if (pathname.endsWith('/filters')) return answer(filters);
    if (pathname.endsWith('/playbooks')) return answer({ playbooks: [] });
    if (sent !== null && refuses) {
      const error = { code: 'storage_unavailable', message: 'Busy.', request_id: 'r' };
      return Promise.resolve(Response.json({ error }, { status: 503 }));
    }
    if (sent !== null && pathname.endsWith('/bulk/delete')) {
      const gone = sent.call_ids.filter((id) => !kept.includes(id));
      calls = calls.filter(({ id }) => !gone.includes(id));
      return answer({
        deleted: gone.map((id) => ({ id, turns: 10, cards: 2, audio_bytes: 500_000 })),
        kept: sent.call_ids
          .filter((id) => kept.includes(id))
          .map((id) => ({ id, code: 'call_is_live', message: 'The call is live.' })),
      });
    }
    if (sent !== null) {
      calls = calls.map((each) =>
        sent.call_ids.includes(each.id)
          ? { ...each, tags: sent.add ?? each.tags, outcome: sent.outcome ?? each.outcome }
          : each,
      );
      return answer({ changed: sent.call_ids.length });
    }
    const words = searchParams.get('q') ?? '';
    const found = calls.filter(({ customer }) => customer?.name.includes(words));
    const from = Number(searchParams.get('cursor') ?? 0);
    const next = from + 2 < found.length ? String(from + 2) : null;
    return answer({ calls: found.slice(from, from + 2), next_cursor: next });
  });
  return asked;
}

function show(address = '/') {
  const root = createRootRoute();
  const page = createRoute({
    getParentRoute: () => root,
    path: '/',
    validateSearch: historySearch,
    component: HistoryPage,
  });
  const one = createRoute({ getParentRoute: () => root, path: '/calls/$callId' });
  const router = createRouter({
    routeTree: root.addChildren([page, one]),
    history: createMemoryHistory({ initialEntries: [address] }),
  });
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  render(
    <QueryClientProvider client={client}>
      <TipProvider>
        <RouterProvider router={router as never} />
      </TipProvider>
    </QueryClientProvider>,
  );
  return router;
}

const posts = (asked: string[]) => asked.filter((each) => each.startsWith('POST'));

it('deletes a call only after it was confirmed, and says what was deleted', async () => {
  const asked = serve([call('one', 'Dana'), call('two', 'Marcus')]);
  show();
  await userEvent.click(await screen.findByRole('button', { name: 'Delete: Dana' }));
  const question = await screen.findByRole('alertdialog', { name: /Delete the call with Dana/ });
  await userEvent.click(within(question).getByRole('button', { name: 'Keep it' }));
  expect(screen.queryByRole('alertdialog')).toBeNull();
  expect(posts(asked)).toEqual([]);

  await userEvent.click(screen.getByRole('button', { name: 'Delete: Dana' }));
  await userEvent.click(await screen.findByRole('button', { name: 'Delete for ever' }));
  await vi.waitFor(() => expect(screen.queryByText('Dana')).toBeNull());
  expect(posts(asked)).toEqual(['POST /api/v1/calls/bulk/delete']);
  expect(screen.getByText('Marcus')).toBeTruthy();
  expect(
    screen.getByText('1 call was deleted, with 10 lines, 2 cards and 500 kB of sound.'),
  ).toBeTruthy();
});

it('deletes the selected calls, and says which stayed and why', async () => {
  serve([call('one', 'Dana'), call('two', 'Marcus')], { kept: ['two'] });
  show();
  await userEvent.click(await screen.findByRole('checkbox', { name: /Select: Dana/ }));
  await userEvent.click(screen.getByRole('button', { name: 'Select all 2' }));
  expect(screen.getByRole('checkbox', { name: /Select: Marcus/ })).toHaveProperty('checked', true);
  const bar = screen.getByRole('region', { name: 'Selected calls' });
  expect(within(bar).getByText('2 calls selected')).toBeTruthy();
  await userEvent.click(within(bar).getByRole('button', { name: 'Delete' }));
  await screen.findByRole('alertdialog', { name: 'Delete 2 calls?' });
  await userEvent.click(screen.getByRole('button', { name: 'Delete for ever' }));
  expect(await screen.findByText(/1 call stayed. The call is live./)).toBeTruthy();
  expect(screen.queryByText('Dana')).toBeNull();
  expect(within(bar).getByText('1 call selected')).toBeTruthy();
});

it('tags the selected calls', async () => {
  const tags = [{ value: 'Renewal', calls: 3 }];
  serve([call('one', 'Dana')], { filters: { ...none, tags: tags as never } });
  show();
  await userEvent.click(await screen.findByRole('checkbox', { name: /Select: Dana/ }));
  await userEvent.click(screen.getByRole('button', { name: 'Tags' }));
  await userEvent.click(await screen.findByRole('button', { name: 'Add: Renewal' }));
  expect(await screen.findByRole('button', { name: 'Take off: Renewal' })).toBeTruthy();
});

it('says what became of the selected calls', async () => {
  serve([call('one', 'Dana')]);
  show();
  await userEvent.click(await screen.findByRole('checkbox', { name: /Select: Dana/ }));
  await userEvent.click(screen.getByRole('button', { name: 'Outcome' }));
  await userEvent.click(await screen.findByRole('menuitem', { name: 'Won' }));
  expect(await within(screen.getByRole('listitem')).findByText('Won')).toBeTruthy();
});

it('never shows a list from before a change, though it was asked for before and comes after', async () => {
  const asked = serve([call('one', 'Dana')]);
  const router = show();
  await userEvent.click(await screen.findByRole('checkbox', { name: /Select: Dana/ }));
  const answering = globalThis.fetch;
  let late: (() => void) | undefined;
  vi.stubGlobal('fetch', (address: URL, options: RequestInit) => {
    const answer = answering(address, options);
    if (late !== undefined || !address.search.includes('sort=longest')) return answer;
    return new Promise((resolve, reject) => {
      late = () => resolve(answer);
      options.signal?.addEventListener('abort', () => reject(new DOMException('', 'AbortError')));
    });
  });
  await router.navigate({ to: '/', search: { sort: 'longest' } } as never);
  await vi.waitFor(() => expect(late).toBeDefined());
  expect(screen.getByRole('checkbox', { name: /Select: Dana/ })).toHaveProperty('disabled', true);

  await userEvent.click(screen.getByRole('button', { name: 'Outcome' }));
  await userEvent.click(await screen.findByRole('menuitem', { name: 'Won' }));
  await vi.waitFor(() => expect(posts(asked)).toHaveLength(1));
  await new Promise((next) => setTimeout(next, 20));
  late?.();
  expect(await within(screen.getByRole('listitem')).findByText('Won')).toBeTruthy();
  expect(screen.getByRole('checkbox', { name: /Select: Dana/ })).toHaveProperty('disabled', false);
});

it('marks the demo, and no other call', async () => {
  serve([call('one', 'Dana', { demo: true }), call('two', 'Marcus')]);
  show();
  const rows = await screen.findAllByRole('listitem');
  expect(rows.map((row) => within(row).queryAllByText('Demo').length)).toEqual([1, 0]);
});

it('puts the best score first by keys alone', async () => {
  const asked = serve([call('one', 'Dana')]);
  const router = show();
  (await screen.findByRole('combobox', { name: /Order/ })).focus();
  await userEvent.keyboard('{Enter}');
  (await screen.findByRole('option', { name: 'Best score first' })).focus();
  await userEvent.keyboard('{Enter}');
  await vi.waitFor(() => expect(router.state.location.search).toEqual({ sort: 'score' }));
  await vi.waitFor(() => expect(asked.at(-1)).toContain('sort=score'));
});

it('searches while it is typed, and keeps what was typed in the address', async () => {
  const asked = serve([call('one', 'Dana'), call('two', 'Marcus')]);
  const router = show();
  await screen.findByText('Dana');
  await userEvent.keyboard('/');
  await userEvent.keyboard('Marc');
  await vi.waitFor(() => expect(screen.queryByText('Dana')).toBeNull());
  expect(screen.getByText('Marcus')).toBeTruthy();
  expect(router.state.location.search).toEqual({ q: 'Marc' });
  expect(asked.at(-1)).toContain('q=Marc');
  await userEvent.clear(screen.getByRole('textbox'));
  expect(await screen.findByText('Dana')).toBeTruthy();
});

it('leads from a line that was found to its moment, with the words marked', async () => {
  const hit = {
    turn_id: 't7',
    speaker: 'customer' as const,
    start_ms: 83_000,
    excerpt: [
      { text: 'that is the ', found: false },
      { text: 'colour', found: true },
    ],
  };
  serve([call('one', 'Dana', { hits: [hit], hit_count: 4 })]);
  show('/?q=Dana');
  const line = await screen.findByRole('link', { name: /1:23.*Dana.*that is the colour/ });
  expect(line.getAttribute('href')).toBe('/calls/one?turn=t7');
  expect(within(line).getByText('colour').tagName).toBe('MARK');
  expect(screen.getByText('and 3 more lines')).toBeTruthy();
});

it('narrows down by what the address says and shows everything again', async () => {
  const objections = [{ value: 'price', calls: 3 }];
  const asked = serve([call('one', 'Dana')], {
    filters: { ...none, objections: objections as never },
  });
  show('/?objection=price&within=7&sort=longest&stage=nonsense');
  await screen.findByText('Dana');
  const list = asked.find((each) => each.startsWith('GET /api/v1/calls?')) ?? '';
  expect(list).toContain('objection=price');
  expect(list).toContain('sort=longest');
  expect(list).toMatch(/since=\d{4}-/);
  expect(screen.getByRole('combobox', { name: 'Objection: Price objection' })).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: 'Show all' }));
  expect(await screen.findByRole('combobox', { name: 'Objection' })).toBeTruthy();
});

it('says that no call fits', async () => {
  serve([call('one', 'Dana')]);
  show('/?q=zzz');
  expect(await screen.findByRole('heading', { name: 'No call fits' })).toBeTruthy();
  expect(screen.getByRole('textbox')).toHaveProperty('value', 'zzz');
});

it('keeps the question open and says why when nothing can be deleted', async () => {
  serve([call('one', 'Dana')], { refuses: true });
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
  expect(screen.queryByRole('textbox')).toBeNull();
});

it('says why the calls cannot be loaded, and tries again', async () => {
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('refused')));
  show();
  expect(await screen.findByText('The server cannot be reached.')).toBeTruthy();
  serve([call('one', 'Dana')]);
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
  expect(await screen.findByText('Dana')).toBeTruthy();
});
