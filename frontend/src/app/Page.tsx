import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { useState } from 'react';

import { LiveProvider } from '@/rooms/live/state/LiveProvider';
import { TipProvider } from '@/ui/Tip';
import { retrying } from '@/wire/api';

import { CallOfThePage } from './CallOfThePage';
import { ErrorBoundary } from './ErrorScreen';
import { router } from './router';

/** The whole page. */
export function Page() {
  const [client] = useState(
    () => new QueryClient({ defaultOptions: { queries: { ...retrying, staleTime: 5_000 } } }),
  );
  return (
    <ErrorBoundary>
      <QueryClientProvider client={client}>
        <TipProvider delayDuration={400}>
          <LiveProvider>
            <CallOfThePage>
              <RouterProvider router={router} />
            </CallOfThePage>
          </LiveProvider>
        </TipProvider>
      </QueryClientProvider>
    </ErrorBoundary>
  );
}
