import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  RouterProvider,
} from '@tanstack/react-router';
import { render } from '@testing-library/react';
import { vi } from 'vitest';

import { TipProvider } from '@/ui/Tip';

import { CallPage } from './CallPage';
import type { FoundCall } from './historyApi';
import { HistoryPage } from './HistoryPage';
import { historySearch } from './historySearch';

export function call(id: string, name: string, more: Partial<FoundCall> = {}): FoundCall {
  return {
    id,
    title: name,
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

export const none = { outcomes: [], stages: [], objections: [], playbooks: [], tags: [] };

interface Bulk {
  call_ids: string[];
  add?: string[];
  outcome?: FoundCall['outcome'];
}

/** The calls of a server: listed two at a time, and changeable unless it `refuses`. */
export function serve(
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

/** The history at `/` and each of its calls. */
export function show(address = '/') {
  const root = createRootRoute();
  const page = createRoute({
    getParentRoute: () => root,
    path: '/',
    validateSearch: historySearch,
    component: HistoryPage,
  });
  const list = createRoute({ getParentRoute: () => root, path: '/calls' });
  const one = createRoute({
    getParentRoute: () => root,
    path: '/calls/$callId',
    component: CallPage,
  });
  const router = createRouter({
    routeTree: root.addChildren([page, list, one]),
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
  return { router, client };
}

export const posts = (asked: string[]) => asked.filter((each) => each.startsWith('POST'));
