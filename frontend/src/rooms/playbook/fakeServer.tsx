/** The room at an address, before a server that keeps one playbook in memory. For tests. */
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  RouterProvider,
} from '@tanstack/react-router';
import { configure, render } from '@testing-library/react';
import { vi } from 'vitest';

import { TipProvider } from '@/ui/Tip';

import { forgetEditing } from './draft/editings';
import { sampleContent } from './draft/sample';
import { EditorPage } from './editor/EditorPage';
import { PlaybookShell } from './editor/PlaybookShell';
import { FirstRunPage } from './first/FirstRunPage';
import { PlaybooksPage } from './list/PlaybooksPage';
import type { PlaybookDetail, Trial } from './playbookApi';
import { VersionsPage } from './versions/VersionsPage';

// A draft is tried only after it rests, and a busy machine takes its time.
configure({ asyncUtilTimeout: 4_000 });

export interface Request {
  method: string;
  path: string;
  body: Record<string, unknown> | null;
}

type Answer = Response | Promise<Response> | undefined;

export function detailOf(part: Partial<PlaybookDetail> = {}): PlaybookDetail {
  const playbook = part.playbook ?? sampleContent();
  return {
    id: 'sample',
    name: playbook.name,
    version: 3,
    product: playbook.product.name,
    origin: 'own',
    is_demo: false,
    is_default: true,
    read_only: false,
    updated_at: '2026-11-20T10:00:00Z',
    scripts: 4,
    triggers: 4,
    ...part,
    playbook,
  };
}

export function trialOf(part: Partial<Trial> = {}): Trial {
  return {
    signals: [],
    stage: 'pitch',
    card: null,
    why: ['Nothing was heard.'],
    nearest: [],
    ...part,
  };
}

export function refusal(status: number, error: Record<string, unknown>): Response {
  const base = { code: 'refused', message: 'Refused.', request_id: 'r' };
  return Response.json({ error: { ...base, ...error } }, { status });
}

/** Stands in for the server; `answer` may take a request first. */
export function serve(
  detail: PlaybookDetail = detailOf(),
  answer: (request: Request) => Answer = () => undefined,
) {
  const asked: Request[] = [];
  let current = detail;
  vi.stubGlobal('fetch', async (address: URL, options: RequestInit): Promise<Response> => {
    const body =
      typeof options.body === 'string' ? (JSON.parse(options.body) as Request['body']) : null;
    const path = address.pathname.replace('/api/v1/playbooks', '') || '/';
    const request = { method: options.method ?? 'GET', path, body };
    asked.push(request);
    const own = await answer(request);
    if (options.signal?.aborted) throw new DOMException('Aborted', 'AbortError');
    if (own !== undefined) return own;
    if (path.endsWith('/try')) return Response.json(trialOf());
    if (path === '/templates') return Response.json({ templates: [] });
    if (path === '/') return Response.json({ playbooks: [current] });
    if (request.method === 'PUT') {
      const playbook = body?.playbook as PlaybookDetail['playbook'];
      current = { ...current, name: playbook.name, version: current.version + 1, playbook };
    }
    return Response.json(current);
  });
  return { asked, now: () => current, set: (next: PlaybookDetail) => void (current = next) };
}

/** Shows the room at `path`; a reload would begin with `forget: false`. */
export function visit(path: string, { forget = true } = {}) {
  if (forget) forgetEditing('sample');
  const root = createRootRoute();
  const parent = { getParentRoute: () => root };
  const shell = createRoute({
    ...parent,
    path: '/playbooks/$playbookId',
    component: PlaybookShell,
  });
  const inside = { getParentRoute: () => shell };
  const router = createRouter({
    history: createMemoryHistory({ initialEntries: [path] }),
    routeTree: root.addChildren([
      createRoute({ ...parent, path: '/', component: () => <p>The start</p> }),
      createRoute({ ...parent, path: '/playbooks', component: PlaybooksPage }),
      createRoute({ ...parent, path: '/playbooks/first-run', component: FirstRunPage }),
      shell.addChildren([
        createRoute({ ...inside, path: '/', component: EditorPage }),
        createRoute({ ...inside, path: '/versions', component: VersionsPage }),
      ]),
    ]),
  });
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const view = render(
    <QueryClientProvider client={client}>
      <TipProvider>
        <RouterProvider router={router as never} />
      </TipProvider>
    </QueryClientProvider>,
  );
  return { router, client, ...view };
}
