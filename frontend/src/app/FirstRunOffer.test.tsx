import { cleanup, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it } from 'vitest';

import { named, serve } from '@/test/server';
import { visit } from '@/test/visit';

import { FirstRunOffer } from './FirstRunOffer';
import { LiveContext } from './live';

afterEach(cleanup);

const TITLE = 'Which product do you sell?';

/** The start page as far as the offer sees it: where the call stands, and what the server says. */
function show(part: { phase?: string; resumable?: object | null; due?: boolean } = {}) {
  const { phase = 'idle', resumable = null, due = true } = part;
  const asked = serve(({ method }) => (method === 'POST' ? undefined : { due, skipped: false }));
  const live = { call: { state: { phase }, resumable } } as never;
  visit({
    '/': () => (
      <LiveContext value={live}>
        <FirstRunOffer />
        <p>The start</p>
      </LiveContext>
    ),
  });
  return asked;
}

it('offers to set up a playbook while only the example is there', async () => {
  show();
  await screen.findByText(TITLE);
  const link = screen.getByRole('link', { name: 'Set up your playbook' });
  expect(link.getAttribute('href')).toBe('/playbooks/first-run');
});

it('goes away for good when it is declined', async () => {
  const asked = show();
  await userEvent.click(await screen.findByRole('button', { name: 'Not now' }));
  await waitFor(() => expect(named(asked)).toContain('POST /api/v1/playbooks/first-run/skip'));
  expect(screen.queryByText(TITLE)).toBeNull();
});

it.each([
  ['there is nothing to set up', { due: false }],
  ['a call goes on', { phase: 'live' }],
  ['a call waits to be taken up again', { resumable: {} }],
])('keeps out of the way when %s', async (_, part) => {
  const asked = show(part);
  await screen.findByText('The start');
  await waitFor(() => expect(asked).toHaveLength(1));
  expect(screen.queryByText(TITLE)).toBeNull();
});
