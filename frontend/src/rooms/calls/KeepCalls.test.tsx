import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { KeepCalls } from './KeepCalls';

let asked: URL[] = [];

beforeEach(() => {
  asked = [];
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (
    this: HTMLAnchorElement,
  ) {
    asked.push(new URL(this.href));
  });
});

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

async function choose(name: string): Promise<void> {
  const user = userEvent.setup();
  await user.click(screen.getByRole('button', { name: 'Export' }));
  await user.click(await screen.findByRole('menuitem', { name }));
}

it('takes the selected calls along', async () => {
  render(<KeepCalls ids={['c1', 'c2']} search={{ sort: 'oldest' }} />);

  await choose('2 selected calls: Parquet');

  expect(asked[0]?.pathname).toBe('/api/v1/exports/calls');
  expect(asked[0]?.searchParams.getAll('call_id')).toEqual(['c1', 'c2']);
  expect(asked[0]?.searchParams.get('format')).toBe('parquet');
  expect(asked[0]?.searchParams.get('sort')).toBe('oldest');
});

it('takes along what was found', async () => {
  render(<KeepCalls ids={['c1']} search={{ q: 'price & value', outcome: 'won' }} />);

  await choose('All calls found: spreadsheet (CSV)');

  expect(asked[0]?.searchParams.getAll('call_id')).toEqual([]);
  expect(asked[0]?.searchParams.get('q')).toBe('price & value');
  expect(asked[0]?.searchParams.get('outcome')).toBe('won');
});

it('names no more calls than an address holds', async () => {
  const ids = Array.from({ length: 201 }, (_, number) => `c${number}`);
  render(<KeepCalls ids={ids} search={{}} />);
  await userEvent.setup().click(screen.getByRole('button', { name: 'Export' }));

  const names = (await screen.findAllByRole('menuitem')).map((item) => item.textContent);
  expect(names).toEqual(['All calls: spreadsheet (CSV)', 'All calls: Parquet']);
});
