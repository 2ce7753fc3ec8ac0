import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router';

import { historySearch } from '@/rooms/calls/historySearch';
import { insightsSearch } from '@/rooms/insights/insightsSearch';
import { practiceSearch } from '@/rooms/practice/practiceSearch';
import { Skeleton } from '@/ui/Skeleton';

import { asError, ErrorScreen } from './ErrorScreen';
import { Layout } from './Layout';
import { LoginRoom } from './LoginRoom';
import { NotFound } from './NotFound';
import { CallRoom } from './CallRoom';

/** `version` is looked at, compared with `from`. */
interface VersionsSearch {
  version?: number;
  from?: number;
}

/** The review instead of the transcript; the turn to show in it. */
interface PastCallSearch {
  view?: 'review';
  turn?: string;
}

function Loading() {
  return (
    <div role="status" aria-label="Loading" className="mx-auto max-w-5xl space-y-3 px-6 py-10">
      <Skeleton className="h-9 w-48" />
      <Skeleton className="h-16" />
      <Skeleton className="h-16" />
      <Skeleton className="h-16" />
    </div>
  );
}

const root = createRootRoute({ component: Layout, notFoundComponent: NotFound });

const call = createRoute({ getParentRoute: () => root, path: '/', component: CallRoom });

const history = createRoute({
  getParentRoute: () => root,
  path: '/calls',
  validateSearch: historySearch,
  component: lazyRouteComponent(() => import('@/rooms/calls/HistoryPage'), 'HistoryPage'),
});

/** The tab is called History, and so people type it. */
const historyByName = createRoute({
  getParentRoute: () => root,
  path: '/history',
  beforeLoad: () => redirect({ to: '/calls', replace: true, throw: true }),
});

const imports = createRoute({
  getParentRoute: () => root,
  path: '/imports',
  component: lazyRouteComponent(() => import('@/rooms/imports/ImportsPage'), 'ImportsPage'),
});

const pastCall = createRoute({
  getParentRoute: () => root,
  path: '/calls/$callId',
  validateSearch: ({ view, turn }: Record<string, unknown>): PastCallSearch => ({
    ...(view === 'review' && { view }),
    ...(typeof turn === 'string' && { turn }),
  }),
  component: lazyRouteComponent(() => import('@/rooms/calls/CallPage'), 'CallPage'),
});

const insights = createRoute({
  getParentRoute: () => root,
  path: '/insights',
  validateSearch: insightsSearch,
  component: lazyRouteComponent(() => import('@/rooms/insights/InsightsPage'), 'InsightsPage'),
});

const practice = createRoute({
  getParentRoute: () => root,
  path: '/practice',
  validateSearch: practiceSearch,
  component: lazyRouteComponent(() => import('@/rooms/practice/PracticePage'), 'PracticePage'),
});

const drill = createRoute({
  getParentRoute: () => root,
  path: '/practice/$drillId',
  component: lazyRouteComponent(() => import('@/rooms/practice/DrillPage'), 'DrillPage'),
});

const playbooks = createRoute({
  getParentRoute: () => root,
  path: '/playbooks',
  component: lazyRouteComponent(
    () => import('@/rooms/playbook/list/PlaybooksPage'),
    'PlaybooksPage',
  ),
});

// Ids of playbooks hold no hyphen, so this is never taken for one.
const firstRun = createRoute({
  getParentRoute: () => root,
  path: '/playbooks/first-run',
  component: lazyRouteComponent(
    () => import('@/rooms/playbook/first/FirstRunPage'),
    'FirstRunPage',
  ),
});

const playbook = createRoute({
  getParentRoute: () => root,
  path: '/playbooks/$playbookId',
  component: lazyRouteComponent(
    () => import('@/rooms/playbook/editor/PlaybookShell'),
    'PlaybookShell',
  ),
});

const playbookEditor = createRoute({
  getParentRoute: () => playbook,
  path: '/',
  validateSearch: ({ section }: Record<string, unknown>): { section?: string } =>
    typeof section === 'string' ? { section } : {},
  component: lazyRouteComponent(() => import('@/rooms/playbook/editor/EditorPage'), 'EditorPage'),
});

const playbookVersions = createRoute({
  getParentRoute: () => playbook,
  path: '/versions',
  validateSearch: ({ version, from }: Record<string, unknown>): VersionsSearch => ({
    ...(typeof version === 'number' && { version }),
    ...(typeof from === 'number' && { from }),
  }),
  component: lazyRouteComponent(
    () => import('@/rooms/playbook/versions/VersionsPage'),
    'VersionsPage',
  ),
});

const playbookCompare = createRoute({
  getParentRoute: () => playbook,
  path: '/compare',
  validateSearch: ({ run }: Record<string, unknown>): { run?: string } =>
    typeof run === 'string' ? { run } : {},
  component: lazyRouteComponent(
    () => import('@/rooms/playbook/compare/ComparePage'),
    'ComparePage',
  ),
});

const settings = createRoute({
  getParentRoute: () => root,
  path: '/settings',
  component: lazyRouteComponent(() => import('./SettingsRoom'), 'SettingsRoom'),
});

const status = createRoute({
  getParentRoute: () => root,
  path: '/status',
  component: lazyRouteComponent(() => import('@/rooms/status/StatusPage'), 'StatusPage'),
});

const login = createRoute({
  getParentRoute: () => root,
  path: '/login',
  validateSearch: ({ next }: Record<string, unknown>): { next?: string } =>
    typeof next === 'string' ? { next } : {},
  component: LoginRoom,
});

export const router = createRouter({
  routeTree: root.addChildren([
    call,
    history,
    historyByName,
    imports,
    pastCall,
    insights,
    practice,
    drill,
    playbooks,
    firstRun,
    playbook.addChildren([playbookEditor, playbookVersions, playbookCompare]),
    settings,
    status,
    login,
  ]),
  defaultPreload: 'intent',
  defaultPendingComponent: Loading,
  defaultErrorComponent: ({ error, reset }) => (
    <ErrorScreen error={asError(error)} onRetry={reset} />
  ),
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
