import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it, vi } from 'vitest';

import { DetailsWindow } from './DetailsWindow';
import type { Import } from './importsApi';

afterEach(cleanup);

const BEGAN = '2026-03-10T14:02:11Z';
const JOB = {
  id: 'imp_1',
  name: 'call.wav',
  customer: null,
  company: null,
  tags: [],
  began_at: BEGAN,
  dated_by: 'modified',
  consent: false,
  record_audio: false,
} as unknown as Import;

function show() {
  const sent: { began_at: string | null }[] = [];
  vi.stubGlobal('fetch', (_: URL, { body }: RequestInit) => {
    sent.push(JSON.parse(body as string) as { began_at: string | null });
    return Promise.resolve(Response.json(JOB));
  });
  render(
    <QueryClientProvider client={new QueryClient()}>
      <DetailsWindow job={JOB} onClose={() => undefined} />
    </QueryClientProvider>,
  );
  return sent;
}

it('says that a date is the file’s, which stays the file’s until it is changed', async () => {
  const sent = show();
  const field = screen.getByLabelText(/^When it took place/);
  const note = document.getElementById(field.getAttribute('aria-describedby') ?? '');
  expect(note?.textContent).toBe('Date from the file, please check');
  await userEvent.click(screen.getByRole('button', { name: 'Save' }));
  await vi.waitFor(() => expect(sent[0]?.began_at).toBe(BEGAN));

  await userEvent.clear(field);
  await userEvent.type(field, '2026-03-09T10:00');
  expect(screen.queryByText('Date from the file, please check')).toBeNull();
  await userEvent.click(screen.getByRole('button', { name: 'Save' }));
  const said = new Date('2026-03-09T10:00').toISOString();
  await vi.waitFor(() => expect(sent[1]?.began_at).toBe(said));
});
