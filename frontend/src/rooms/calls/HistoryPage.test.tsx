import { cleanup, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it, vi } from 'vitest';

import { call, none, serve, show } from './fakeHistory';

afterEach(cleanup);

it('marks the demo, and no other call', async () => {
  serve([call('one', 'Dana', { demo: true }), call('two', 'Marcus')]);
  show();
  const rows = await screen.findAllByRole('listitem');
  expect(rows.map((row) => within(row).queryAllByText('Demo').length)).toEqual([1, 0]);
});

it('puts the best score first by keys alone', async () => {
  const asked = serve([call('one', 'Dana')]);
  const { router } = show();
  (await screen.findByRole('combobox', { name: /Order/ })).focus();
  await userEvent.keyboard('{Enter}');
  (await screen.findByRole('option', { name: 'Best score first' })).focus();
  await userEvent.keyboard('{Enter}');
  await vi.waitFor(() => expect(router.state.location.search).toEqual({ sort: 'score' }));
  await vi.waitFor(() => expect(asked.at(-1)).toContain('sort=score'));
});

it('searches while it is typed, and keeps what was typed in the address', async () => {
  const asked = serve([call('one', 'Dana'), call('two', 'Marcus')]);
  const { router } = show();
  await screen.findByText('Dana');
  await userEvent.keyboard('/');
  await userEvent.keyboard('Marc');
  await vi.waitFor(() => expect(screen.queryByText('Dana')).toBeNull());
  expect(screen.getByText('Marcus')).toBeTruthy();
  expect(router.state.location.search).toEqual({ q: 'Marc' });
  expect(asked.at(-1)).toContain('q=Marc');
  await userEvent.clear(screen.getByRole('textbox'));
  expect(await screen.findByText('Dana')).toBeTruthy();
});

it('leads from a line that was found to its moment, with the words marked', async () => {
  const hit = {
    turn_id: 't7',
    speaker: 'customer' as const,
    start_ms: 83_000,
    excerpt: [
      { text: 'that is the ', found: false },
      { text: 'colour', found: true },
    ],
  };
  serve([call('one', 'Dana', { hits: [hit], hit_count: 4 })]);
  show('/?q=Dana');
  const line = await screen.findByRole('link', { name: /1:23.*Dana.*that is the colour/ });
  expect(line.getAttribute('href')).toBe('/calls/one?turn=t7');
  expect(within(line).getByText('colour').tagName).toBe('MARK');
  expect(screen.getByText('and 3 more lines')).toBeTruthy();
});

it('narrows down by what the address says and shows everything again', async () => {
  const objections = [{ value: 'price', calls: 3 }];
  const asked = serve([call('one', 'Dana')], {
    filters: { ...none, objections: objections as never },
  });
  show('/?objection=price&within=7&sort=longest&stage=nonsense');
  await screen.findByText('Dana');
  const list = asked.find((each) => each.startsWith('GET /api/v1/calls?')) ?? '';
  expect(list).toContain('objection=price');
  expect(list).toContain('sort=longest');
  expect(list).toMatch(/since=\d{4}-/);
  expect(screen.getByRole('combobox', { name: 'Objection: Price objection' })).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: 'Show all' }));
  expect(await screen.findByRole('combobox', { name: 'Objection' })).toBeTruthy();
});

it('says that no call fits', async () => {
  serve([call('one', 'Dana')]);
  show('/?q=zzz');
  expect(await screen.findByRole('heading', { name: 'No call fits' })).toBeTruthy();
  expect(screen.getByRole('textbox')).toHaveProperty('value', 'zzz');
});

it('loads more until there is no more', async () => {
  serve([call('one', 'Dana'), call('two', 'Marcus'), call('three', 'Priya')]);
  show();
  await screen.findByText('Dana');
  expect(screen.queryByText('Priya')).toBeNull();
  await userEvent.click(screen.getByRole('button', { name: 'Load more' }));
  expect(await screen.findByText('Priya')).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Load more' })).toBeNull();
});

it('says that there are no calls yet', async () => {
  serve([]);
  show();
  expect(await screen.findByRole('heading', { name: 'No calls yet' })).toBeTruthy();
  expect(screen.queryByRole('textbox')).toBeNull();
});

it('says why the calls cannot be loaded, and tries again', async () => {
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('refused')));
  show();
  expect(await screen.findByText('The server cannot be reached.')).toBeTruthy();
  serve([call('one', 'Dana')]);
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
  expect(await screen.findByText('Dana')).toBeTruthy();
});
