import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { well } from './statusFixture';
import { StatusPage } from './StatusPage';

let answers: Response[] = [];

beforeEach(() => {
  vi.stubGlobal('fetch', () => Promise.resolve(answers.shift() ?? Response.json(well())));
});

afterEach(() => {
  answers = [];
  cleanup();
});

function open() {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  render(
    <QueryClientProvider client={client}>
      <StatusPage />
    </QueryClientProvider>,
  );
}

describe('the status page', () => {
  it('says how the server is, and what of it', async () => {
    open();
    expect(await screen.findByText('Everything works.')).toBeTruthy();
    expect(screen.getByRole('heading', { level: 1, name: 'Status' })).toBeTruthy();
    expect(screen.getAllByRole('term').map((term) => term.textContent)).toEqual([
      'Live calls',
      'Speech',
      'Coach',
      'Reviews',
      'Storage',
      'Last backup',
    ]);
    expect(screen.getByText('Version 0.1.0, up for 3 days')).toBeTruthy();
  });

  it('says a mark in words too', async () => {
    answers = [Response.json(well({ storage: { ...well().storage, trouble: 'locked' } }))];
    open();
    expect(await screen.findByRole('img', { name: 'Broken' })).toBeTruthy();
    expect(screen.getByText('Something is broken.')).toBeTruthy();
  });

  it('can be asked again when the server did not answer', async () => {
    const error = { code: 'unavailable', message: 'Storage is locked.', request_id: 'r' };
    answers = [Response.json({ error }, { status: 503 })];
    open();
    await userEvent.click(await screen.findByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('Everything works.')).toBeTruthy();
  });
});
