import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it, vi } from 'vitest';

import type { CallSummary } from '../callsApi';
import { call } from '../fakeHistory';
import { CallCustomer } from './CallCustomer';
import { CustomerWindow } from './CustomerWindow';

afterEach(cleanup);

const user = userEvent.setup({ delay: null });
const nobody = (id: string) => call(id, `${id}.wav`, { customer: null, imported_from: 'a.wav' });

function show(element: React.ReactNode) {
  const sent: unknown[] = [];
  vi.stubGlobal('fetch', ({ pathname }: URL, { method, body }: RequestInit) => {
    sent.push([method, pathname, JSON.parse(body as string)]);
    return Promise.resolve(new Response(null, { status: 204 }));
  });
  render(<QueryClientProvider client={new QueryClient()}>{element}</QueryClientProvider>);
  return sent;
}

const showCall = (of: CallSummary) => show(<CallCustomer call={of} />);

it('says who the customer of an imported call was, by keys alone', async () => {
  const sent = showCall(nobody('c1'));
  screen.getByRole('button', { name: 'Set the customer' }).focus();
  await user.keyboard('{Enter}');
  const name = await screen.findByRole('textbox', { name: 'Customer' });
  expect(document.activeElement).toBe(name);
  await user.keyboard(' Lee Park {Tab}Harbor{Enter}');
  await vi.waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  const customer = { name: 'Lee Park', company: 'Harbor' };
  expect(sent).toEqual([['PUT', '/api/v1/calls/c1/customer', { customer }]]);
});

it('corrects one, and takes it away', async () => {
  const sent = showCall(call('c1', 'Dana'));
  await user.click(screen.getByRole('button', { name: 'Change the customer' }));
  const name = await screen.findByRole('textbox', { name: 'Customer' });
  expect(name).toHaveProperty('value', 'Dana');
  await user.clear(name);
  await user.click(screen.getByRole('button', { name: 'Save' }));
  await vi.waitFor(() => expect(sent).toHaveLength(1));
  expect(sent[0]).toEqual(['PUT', '/api/v1/calls/c1/customer', { customer: null }]);
});

it.each([call('c1', 'Dana', { demo: true }), call('c1', 'Dana', { status: 'live' })])(
  'leaves the demo and a call that goes on alone',
  (of) => {
    showCall(of);
    expect(screen.queryByRole('button')).toBeNull();
  },
);

it('names many at once', async () => {
  const sent = show(
    <CustomerWindow calls={[nobody('c1'), call('c2', 'Dana')]} onClose={vi.fn()} />,
  );
  expect(await screen.findByText('2 calls')).toBeTruthy();
  const name = screen.getByRole('textbox', { name: 'Customer' });
  expect(name).toHaveProperty('value', '');
  await user.type(name, 'Lee{Enter}');
  await vi.waitFor(() => expect(sent).toHaveLength(2));
  expect(sent.map((each) => (each as string[])[1])).toEqual([
    '/api/v1/calls/c1/customer',
    '/api/v1/calls/c2/customer',
  ]);
});
