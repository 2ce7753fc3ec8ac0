import { cleanup, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it, vi } from 'vitest';

import { call, none, posts, serve, show } from './fakeHistory';

afterEach(cleanup);

it('deletes a call only after it was confirmed, and says what was deleted', async () => {
  const asked = serve([call('one', 'Dana'), call('two', 'Marcus')]);
  show();
  await userEvent.click(await screen.findByRole('button', { name: 'Delete: Dana' }));
  const question = await screen.findByRole('alertdialog', { name: /Delete the call with Dana/ });
  await userEvent.click(within(question).getByRole('button', { name: 'Keep it' }));
  expect(screen.queryByRole('alertdialog')).toBeNull();
  expect(posts(asked)).toEqual([]);

  await userEvent.click(screen.getByRole('button', { name: 'Delete: Dana' }));
  await userEvent.click(await screen.findByRole('button', { name: 'Delete for ever' }));
  await vi.waitFor(() => expect(screen.queryByText('Dana')).toBeNull());
  expect(posts(asked)).toEqual(['POST /api/v1/calls/bulk/delete']);
  expect(screen.getByText('Marcus')).toBeTruthy();
  expect(
    screen.getByText('1 call was deleted, with 10 lines, 2 cards and 500 kB of sound.'),
  ).toBeTruthy();
});

it('deletes the selected calls, and says which stayed and why', async () => {
  serve([call('one', 'Dana'), call('two', 'Marcus')], { kept: ['two'] });
  show();
  await userEvent.click(await screen.findByRole('checkbox', { name: /Select: Dana/ }));
  await userEvent.click(screen.getByRole('button', { name: 'Select all 2' }));
  expect(screen.getByRole('checkbox', { name: /Select: Marcus/ })).toHaveProperty('checked', true);
  const bar = screen.getByRole('region', { name: 'Selected calls' });
  expect(within(bar).getByText('2 calls selected')).toBeTruthy();
  await userEvent.click(within(bar).getByRole('button', { name: 'Delete' }));
  await screen.findByRole('alertdialog', { name: 'Delete 2 calls?' });
  await userEvent.click(screen.getByRole('button', { name: 'Delete for ever' }));
  expect(await screen.findByText(/1 call stayed. The call is live./)).toBeTruthy();
  expect(screen.queryByText('Dana')).toBeNull();
  expect(within(bar).getByText('1 call selected')).toBeTruthy();
});

it('tags the selected calls', async () => {
  const tags = [{ value: 'Renewal', calls: 3 }];
  serve([call('one', 'Dana')], { filters: { ...none, tags: tags as never } });
  show();
  await userEvent.click(await screen.findByRole('checkbox', { name: /Select: Dana/ }));
  await userEvent.click(screen.getByRole('button', { name: 'Tags' }));
  await userEvent.click(await screen.findByRole('button', { name: 'Add: Renewal' }));
  expect(await screen.findByRole('button', { name: 'Take off: Renewal' })).toBeTruthy();
});

it('says what became of the selected calls', async () => {
  serve([call('one', 'Dana')]);
  show();
  await userEvent.click(await screen.findByRole('checkbox', { name: /Select: Dana/ }));
  await userEvent.click(screen.getByRole('button', { name: 'Outcome' }));
  await userEvent.click(await screen.findByRole('menuitem', { name: 'Won' }));
  expect(await within(screen.getByRole('listitem')).findByText('Won')).toBeTruthy();
});

it('never shows a list from before a change, though it was asked for before and comes after', async () => {
  const asked = serve([call('one', 'Dana')]);
  const { router } = show();
  await userEvent.click(await screen.findByRole('checkbox', { name: /Select: Dana/ }));
  const answering = globalThis.fetch;
  let late: (() => void) | undefined;
  vi.stubGlobal('fetch', (address: URL, options: RequestInit) => {
    const answer = answering(address, options);
    if (late !== undefined || !address.search.includes('sort=longest')) return answer;
    return new Promise((resolve, reject) => {
      late = () => resolve(answer);
      options.signal?.addEventListener('abort', () => reject(new DOMException('', 'AbortError')));
    });
  });
  await router.navigate({ to: '/', search: { sort: 'longest' } } as never);
  await vi.waitFor(() => expect(late).toBeDefined());
  expect(screen.getByRole('checkbox', { name: /Select: Dana/ })).toHaveProperty('disabled', true);

  await userEvent.click(screen.getByRole('button', { name: 'Outcome' }));
  await userEvent.click(await screen.findByRole('menuitem', { name: 'Won' }));
  await vi.waitFor(() => expect(posts(asked)).toHaveLength(1));
  await new Promise((next) => setTimeout(next, 20));
  late?.();
  expect(await within(screen.getByRole('listitem')).findByText('Won')).toBeTruthy();
  expect(screen.getByRole('checkbox', { name: /Select: Dana/ })).toHaveProperty('disabled', false);
});

it('keeps the question open and says why when nothing can be deleted', async () => {
  serve([call('one', 'Dana')], { refuses: true });
  show();
  await userEvent.click(await screen.findByRole('button', { name: 'Delete: Dana' }));
  await userEvent.click(await screen.findByRole('button', { name: 'Delete for ever' }));
  const question = await screen.findByRole('alertdialog');
  expect(await within(question).findByText('Busy.')).toBeTruthy();
});
