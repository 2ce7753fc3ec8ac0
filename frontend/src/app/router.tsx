import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
} from '@tanstack/react-router';

import { Skeleton } from '@/ui/Skeleton';

import { asError, ErrorScreen } from './ErrorScreen';
import { Layout } from './Layout';
import { NotFound } from './NotFound';
import { CallRoom } from './CallRoom';

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
  component: lazyRouteComponent(() => import('@/rooms/calls/HistoryPage'), 'HistoryPage'),
});

const pastCall = createRoute({
  getParentRoute: () => root,
  path: '/calls/$callId',
  component: lazyRouteComponent(() => import('@/rooms/calls/CallPage'), 'CallPage'),
});

export const router = createRouter({
  routeTree: root.addChildren([call, history, pastCall]),
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
