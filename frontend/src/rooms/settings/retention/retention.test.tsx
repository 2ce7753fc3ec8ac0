import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import type { Retention } from '@/wire/retention';

import { dueText, RetentionBlock } from './RetentionBlock';
import type { RetentionChange } from './retentionApi';

let kept: Retention;
let sent: RetentionChange[];

beforeEach(() => {
  sent = [];
  kept = {
    sound_days: 90,
    call_days: null,
    default_sound_days: 90,
    most_days: 3650,
    due: { calls: 0, sounds: 0 },
  };
  vi.stubGlobal('fetch', (_: URL, init?: RequestInit) => {
    if (typeof init?.body === 'string') {
      const change = JSON.parse(init.body) as RetentionChange;
      sent.push(change);
      kept = { ...kept, ...change, due: { calls: 0, sounds: change.sound_days === 7 ? 3 : 0 } };
    }
    return Promise.resolve(Response.json(kept));
  });
  render(
    <QueryClientProvider client={new QueryClient()}>
      <RetentionBlock />
    </QueryClientProvider>,
  );
});

afterEach(cleanup);

it('changes the days of one and leaves the other, and says what will go', async () => {
  const user = userEvent.setup();
  const field = await screen.findByLabelText(/how many days: Delete recordings/);
  await user.clear(field);
  await user.type(field, '7{Enter}');
  expect(await screen.findByText(/^3 recordings are older/)).toBeTruthy();
  expect(sent).toEqual([{ sound_days: 7, call_days: null }]);
});

it('keeps nothing that does not fit', async () => {
  const user = userEvent.setup();
  const field = await screen.findByLabelText(/how many days: Delete recordings/);
  for (const wrong of ['0', '-3', '2.5', '4000', 'x']) {
    await user.clear(field);
    await user.type(field, `${wrong}{Enter}`);
    expect(screen.getByText('Not saved. Between 1 and 3,650 days.')).toBeTruthy();
  }
  await user.type(field, '{Escape}');
  expect(screen.queryByText(/Not saved/)).toBeNull();
  expect(sent).toEqual([]);
});

it('is switched off and on', async () => {
  const user = userEvent.setup();
  await user.click(await screen.findByRole('switch', { name: 'Delete recordings' }));
  await vi.waitFor(() => expect(sent).toEqual([{ sound_days: null, call_days: null }]));
  await user.click(screen.getByRole('switch', { name: 'Delete calls' }));
  await vi.waitFor(() => expect(sent[1]).toEqual({ sound_days: null, call_days: 365 }));
  expect(await screen.findByLabelText(/how many days: Delete calls/)).toBeTruthy();
});

it('tells what goes in words', () => {
  expect(dueText({ calls: 0, sounds: 0 })).toBeNull();
  expect(dueText({ calls: 1, sounds: 0 })).toMatch(/^1 call is older/);
  expect(dueText({ calls: 2, sounds: 1 })).toMatch(/^2 calls and 1 recording of others are older/);
});
