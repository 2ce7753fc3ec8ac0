import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  RouterProvider,
} from '@tanstack/react-router';
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';

import { PracticePage } from './PracticePage';
import type { ListedDrill } from './practiceApi';

afterEach(cleanup);

const LISTED: ListedDrill = {
  drill: {
    id: 'd1',
    call_id: 'c1',
    turn_id: 't2',
    opportunity: 'The price objection came back.',
    what_to_do: 'Ask.',
    due_at: '2026-03-02T09:00:00Z',
    due: true,
    step: 0,
  },
  line: 'That is quite expensive,',
  title: 'Dana',
  company: 'Northwind',
  called_at: '2026-03-01T09:00:00Z',
  demo: true,
  attempts: 0,
  last_at: null,
};

it('lists a drill of the demo as one, with the line as it is read', async () => {
  vi.stubGlobal('fetch', () => Promise.resolve(Response.json({ drills: [LISTED] })));
  const root = createRootRoute();
  const list = createRoute({
    getParentRoute: () => root,
    path: '/practice',
    component: PracticePage,
  });
  const one = createRoute({ getParentRoute: () => root, path: '/practice/$drillId' });
  const router = createRouter({
    routeTree: root.addChildren([list, one]),
    history: createMemoryHistory({ initialEntries: ['/practice'] }),
  });
  render(
    <QueryClientProvider client={new QueryClient()}>
      <RouterProvider router={router as never} />
    </QueryClientProvider>,
  );
  const link = await screen.findByRole('link', { name: /^“That is quite expensive\.”/ });
  expect(link.textContent).toContain('Dana, demo call, Northwind, ');
});
