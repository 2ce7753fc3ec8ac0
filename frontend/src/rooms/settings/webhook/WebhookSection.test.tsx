import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  RouterProvider,
} from '@tanstack/react-router';
import { cleanup, configure, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import type { Answer, Delivery, Webhook, WebhookChange } from './webhookApi';
import { WebhookSection } from './WebhookSection';

configure({ asyncUtilTimeout: 4_000 });

const SECRET = 'whsec_c2VjcmV0';
const FAILED: Delivery = {
  id: 'msg_1',
  call_id: 'c1',
  state: 'given_up',
  attempts: 8,
  queued_at: '2026-11-20T10:00:00Z',
  next_at: null,
  last_at: '2026-11-21T08:00:00Z',
  status: 500,
  answer: 'No room left.',
};

/** A server of its own, with nothing chosen at first. */
class Server {
  webhook: Webhook | null = null;
  refuse: string | null = null;
  answer: Answer = { taken: true, status: 200, text: 'Taken.', took_ms: 12 };
  deliveries: Delivery[] = [];
  readonly asked: string[] = [];

  readonly fetch = (input: string | URL | Request, init: RequestInit = {}): Promise<Response> => {
    const url = input instanceof Request ? input.url : String(input);
    const path = new URL(url, location.href).pathname.replace('/api/v1/settings/webhook', '');
    const method = init.method ?? 'GET';
    this.asked.push(`${method} ${path}`);
    return Promise.resolve(this.respond(`${method} ${path}`, init));
  };

  private respond(what: string, init: RequestInit): Response {
    switch (what) {
      case 'GET ':
        return Response.json({ webhook: this.webhook });
      case 'PUT ': {
        if (this.refuse !== null) {
          const error = { code: 'https_needed', message: this.refuse };
          return Response.json({ error }, { status: 422 });
        }
        const change = JSON.parse(init.body as string) as Required<WebhookChange>;
        const secret = this.webhook === null ? SECRET : null;
        this.webhook = { ...change, since: null };
        return Response.json({ ...this.webhook, secret });
      }
      case 'DELETE ':
        this.webhook = null;
        return new Response(null, { status: 204 });
      case 'POST /secret':
        return Response.json({ ...this.webhook, secret: 'whsec_bmV3' });
      case 'POST /test':
        return Response.json(this.answer);
      case 'POST /deliveries/msg_1/again':
        this.deliveries = [{ ...FAILED, state: 'pending', attempts: 0 }];
        return Response.json(this.deliveries[0], { status: 202 });
      default:
        return Response.json({ deliveries: this.deliveries });
    }
  }
}

let server: Server;

function open(): ReturnType<typeof userEvent.setup> {
  const root = createRootRoute();
  const paths = ['/', '/calls/$callId'];
  const routes = paths.map((path) =>
    createRoute({ getParentRoute: () => root, path, component: WebhookSection }),
  );
  const router = createRouter({
    routeTree: root.addChildren(routes),
    history: createMemoryHistory({ initialEntries: ['/'] }),
  });
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  render(
    <QueryClientProvider client={client}>
      <RouterProvider router={router as never} />
    </QueryClientProvider>,
  );
  return userEvent.setup();
}

const HOOK: Webhook = { url: 'https://crm.example/', content: 'everything', on: true, since: null };

beforeEach(() => {
  server = new Server();
  vi.stubGlobal('fetch', server.fetch);
});

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

it('shows the secret once, when the address is given', async () => {
  const user = open();
  await user.type(await screen.findByRole('textbox', { name: 'Address' }), 'https://crm.example/');
  await user.click(screen.getByRole('button', { name: 'Save' }));

  expect(await screen.findByText(SECRET)).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'I have it' }));
  expect(screen.queryByText(SECRET)).toBeNull();
  expect(server.webhook).toMatchObject({ url: 'https://crm.example/', on: true });
});

it('says why an address may not be', async () => {
  server.refuse = 'Calls are only sent over https.';
  const user = open();
  await user.type(await screen.findByRole('textbox', { name: 'Address' }), 'http://crm.example/');
  await user.keyboard('{Enter}');

  expect(await screen.findByText('Not saved. Calls are only sent over https.')).toBeTruthy();
});

it('changes what is sent and whether', async () => {
  server.webhook = HOOK;
  const user = open();
  await user.click(await screen.findByRole('radio', { name: 'Only the review' }));
  await user.click(screen.getByRole('switch', { name: 'Send calls' }));

  await vi.waitFor(() => expect(server.webhook).toMatchObject({ content: 'review', on: false }));
});

it('tells how a test went', async () => {
  server.webhook = HOOK;
  server.answer = { taken: false, status: 401, text: 'Who are you?', took_ms: 3 };
  const user = open();
  await user.click(await screen.findByRole('button', { name: 'Send a test' }));

  expect(await screen.findByText('Who are you?')).toBeTruthy();
  expect(screen.getByText(/It was not taken/).textContent).toBe('It was not taken (401)');
});

it('sends a call again that was given up', async () => {
  server.webhook = HOOK;
  server.deliveries = [FAILED];
  const user = open();
  expect(await screen.findByText('Tried 8 times.')).toBeTruthy();
  expect(screen.getByText('Last answer: No room left.')).toBeTruthy();
  await user.click(screen.getByRole('button', { name: /^Send the call of .* again$/ }));

  expect(await screen.findByText('It is sent in a moment.')).toBeTruthy();
});

it('asks twice before the secret or the address goes', async () => {
  server.webhook = HOOK;
  const user = open();
  await user.click(await screen.findByRole('button', { name: 'New secret' }));
  expect(server.asked).not.toContain('POST /secret');
  await user.click(screen.getByRole('button', { name: 'The old one ends now. Renew it' }));
  expect(await screen.findByText('whsec_bmV3')).toBeTruthy();

  await user.click(screen.getByRole('button', { name: 'Remove the address' }));
  expect(server.asked).not.toContain('DELETE ');
  await user.click(screen.getByRole('button', { name: /^Remove for good/ }));
  await vi.waitFor(() => expect(server.webhook).toBeNull());
});

it('says why a call did not go to the new address', async () => {
  server.webhook = HOOK;
  server.deliveries = [{ ...FAILED, state: 'cancelled', attempts: 0, status: null, answer: null }];
  open();

  expect(await screen.findByText('The address changed before it was taken.')).toBeTruthy();
  expect(screen.queryByText('It is sent in a moment.')).toBeNull();
  expect(screen.getByRole('button', { name: /again/ })).toBeTruthy();
});
