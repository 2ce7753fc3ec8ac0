import { QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query';
import { act, cleanup, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { request } from '@/wire/api';
import { serverAway } from '@/wire/standing';

import { LiveContext } from './live';
import { ServerAway } from './ServerAway';

beforeEach(() => vi.useFakeTimers());
afterEach(() => {
  cleanup();
  vi.useRealTimers();
  serverAway.set(false);
});

const SAYS = /The server does not answer/;
const after = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));

function Engines() {
  const { data } = useQuery({
    queryKey: ['engines'],
    queryFn: () => request<string>('/api/v1/engines'),
    retry: false,
    staleTime: Infinity,
  });
  return <p>{data ?? 'Nothing read'}</p>;
}

/** A page that asked its server everything, and the server. */
function show(phase = 'idle') {
  const server = { here: true, engines: 'Embedded', asked: 0 };
  vi.stubGlobal('fetch', ({ pathname }: URL) => {
    server.asked += 1;
    if (!server.here) return Promise.reject(new TypeError('refused'));
    return Promise.resolve(Response.json(pathname.endsWith('/engines') ? server.engines : {}));
  });
  render(
    <QueryClientProvider client={new QueryClient()}>
      <LiveContext value={{ call: { state: { phase } } } as never}>
        <ServerAway />
        <Engines />
      </LiveContext>
    </QueryClientProvider>,
  );
  return server;
}

it('says so on a page that asks for nothing, and goes on by itself', async () => {
  const server = show();
  await after(0);
  expect(screen.getByText('Embedded')).toBeTruthy();
  expect(screen.queryByText(SAYS)).toBeNull();

  server.here = false;
  await after(10_000);
  expect(screen.getByRole('status').textContent).toMatch(SAYS);

  Object.assign(server, { here: true, engines: 'Deepgram' });
  await after(2_100);
  expect(screen.queryByText(SAYS)).toBeNull();
  expect(screen.getByText('Deepgram')).toBeTruthy();
});

it('leaves it to a call to say so, and asks for nothing beside it', async () => {
  const server = show('live');
  await after(0);
  server.here = false;
  server.asked = 0;
  await after(30_000);
  expect(server.asked).toBe(0);
  act(() => serverAway.set(true));
  expect(screen.queryByText(SAYS)).toBeNull();
});

it.each([
  ['localhost', true],
  ['coach.example', false],
])('says of %s without a network that it does not answer: %s', async (hostname, says) => {
  vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false);
  vi.spyOn(location, 'hostname', 'get').mockReturnValue(hostname);
  show();
  await after(0);
  act(() => serverAway.set(true));
  expect(screen.queryByText(SAYS) !== null).toBe(says);
});
