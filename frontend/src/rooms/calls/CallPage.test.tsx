import { cleanup, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it, vi } from 'vitest';

import { call, show } from './fakeHistory';

afterEach(cleanup);

const CALL = call('c1', 'Dana', { turn_count: 1 });
const TURN = {
  id: 't1',
  speaker: 'customer',
  text: 'we use sales for us',
  start_ms: 65_000,
  end_ms: 67_000,
  confidence: 0.9,
  heard: null,
};

/** A server of one call that can be `away`. */
function serve() {
  const server = { away: false, gone: false };
  vi.stubGlobal('fetch', ({ pathname }: URL) => {
    if (server.away) return Promise.reject(new TypeError('refused'));
    const answer = (body: unknown) => Promise.resolve(Response.json(body));
    if (server.gone) {
      const error = { code: 'call_not_found', message: 'There is no call c1.' };
      return Promise.resolve(Response.json({ error }, { status: 404 }));
    }
    if (pathname.endsWith('/turns')) return answer({ turns: [TURN], before: null });
    if (pathname.endsWith('/events')) return answer({ events: [], next_after_seq: null });
    if (pathname.endsWith('/sound')) return answer({ state: 'none' });
    if (pathname.endsWith('/analysis')) return answer({ status: 'none', job: { state: 'none' } });
    return answer(CALL);
  });
  return server;
}

it('keeps the page and what is being typed when the call cannot be read again', async () => {
  const server = serve();
  const { client } = show('/calls/c1');
  await userEvent.click(await screen.findByRole('button', { name: /Correct the line at 1:05/ }));
  const words = screen.getByRole('textbox', { name: 'Words of the line' });
  await userEvent.type(words, ' daily');

  server.away = true;
  await client.refetchQueries({ queryKey: ['call', 'c1'] });
  expect(await screen.findByText('This is the call as it was read before.')).toBeTruthy();
  expect(screen.getByText('The server cannot be reached.')).toBeTruthy();
  expect(screen.getByRole('textbox', { name: 'Words of the line' })).toBe(words);
  expect(words).toHaveProperty('value', 'we use sales for us daily');

  server.away = false;
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
  await vi.waitFor(() =>
    expect(screen.queryByText('This is the call as it was read before.')).toBeNull(),
  );
  expect(words).toHaveProperty('value', 'we use sales for us daily');
});

it('says that the call could not be opened when nothing of it was read', async () => {
  const server = serve();
  server.away = true;
  show('/calls/c1');
  expect(
    await screen.findByRole('heading', { name: 'This call could not be opened' }),
  ).toBeTruthy();
  const status = screen.getByRole('link', { name: 'Status of the server' });
  expect(status.getAttribute('href')).toBe('/status');
  server.away = false;
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
  expect(await screen.findByText('we use sales for us')).toBeTruthy();
});

it('says of a call that is not there that it may be deleted, and offers no second try', async () => {
  serve().gone = true;
  show('/calls/c1');
  expect(await screen.findByRole('heading', { name: 'There is no such call' })).toBeTruthy();
  expect(screen.getByRole('link', { name: 'To the history' })).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Try again' })).toBeNull();
});
