import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it, vi } from 'vitest';

import type { Deletion } from '../historyApi';
import type { CallsOfCompany } from './customerApi';
import { DeleteCustomer } from './DeleteCustomer';

const GONE: Deletion = { deleted: [{ id: 'a', turns: 3, cards: 1, audio_bytes: 9 }], kept: [] };

function group(company: string | null, calls: number, asked_for = false): CallsOfCompany {
  const at = '2026-03-02T10:00:00Z';
  return { name: 'Dana Reyes', company, calls, imports: 0, asked_for, first_at: at, last_at: at };
}

/** Opens the question over a server that has these calls; `refusal` is its answer to deleting. */
function ask(companies: CallsOfCompany[], refusal?: string) {
  const sent: unknown[] = [];
  const deleted = vi.fn();
  vi.stubGlobal('fetch', (_: URL, init?: RequestInit) => {
    if (typeof init?.body !== 'string') return Promise.resolve(Response.json({ companies }));
    sent.push(JSON.parse(init.body));
    if (refusal === undefined) return Promise.resolve(Response.json(GONE));
    const error = { code: 'calls_have_changed', message: refusal, request_id: 'r' };
    return Promise.resolve(Response.json({ error }, { status: 409 }));
  });
  render(
    <QueryClientProvider client={new QueryClient()}>
      <DeleteCustomer
        name="Dana Reyes"
        company="Northwind"
        onClose={() => undefined}
        onDeleted={deleted}
      />
    </QueryClientProvider>,
  );
  return { sent, deleted, user: userEvent.setup() };
}

afterEach(cleanup);

it('deletes what it says and tells what was there', async () => {
  const { sent, deleted, user } = ask([group('Northwind Ltd', 3)]);
  await user.click(await screen.findByRole('button', { name: 'Delete 3 calls for ever' }));
  await vi.waitFor(() => expect(deleted).toHaveBeenCalledWith(GONE));
  expect(sent).toEqual([{ name: 'Dana Reyes', companies: ['Northwind Ltd'], calls: 3 }]);
});

it('takes nobody of the same name elsewhere along unless that is chosen', async () => {
  const { sent, user } = ask([group('Harbor', 2), group(null, 1), group('Northwind', 3, true)]);
  expect(await screen.findByRole('button', { name: 'Delete 3 calls for ever' })).toBeTruthy();
  await user.click(screen.getByRole('checkbox', { name: /No company named/ }));
  await user.click(screen.getByRole('button', { name: 'Delete 4 calls for ever' }));
  await vi.waitFor(() =>
    expect(sent).toEqual([{ name: 'Dana Reyes', companies: [null, 'Northwind'], calls: 4 }]),
  );
});

it('has nothing to delete when nothing is chosen', async () => {
  const { user } = ask([group('Harbor', 2), group('Northwind', 3, true)]);
  await user.click(await screen.findByRole('checkbox', { name: /Northwind/ }));
  const button = screen.getByRole('button', { name: 'Delete 0 calls for ever' });
  expect(button).toHaveProperty('disabled', true);
});

it('deletes a name that only the list of imports has', async () => {
  const { sent, user } = ask([group('Northwind', 0, true)]);
  await user.click(await screen.findByRole('button', { name: 'Delete the name for ever' }));
  await vi.waitFor(() =>
    expect(sent).toEqual([{ name: 'Dana Reyes', companies: ['Northwind'], calls: 0 }]),
  );
});

it('says when there are more calls by now', async () => {
  const { deleted, user } = ask([group('Northwind', 3, true)], 'There are 4 calls now.');
  await user.click(await screen.findByRole('button', { name: 'Delete 3 calls for ever' }));
  expect(await screen.findByText('There are 4 calls now.')).toBeTruthy();
  expect(deleted).not.toHaveBeenCalled();
});
