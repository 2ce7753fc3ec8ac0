import { cleanup, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it } from 'vitest';

import { detailOf, serve, visit } from '../fakeServer';
import type { Change, VersionItem } from '../playbookApi';

beforeEach(() => sessionStorage.clear());
afterEach(cleanup);

const user = userEvent.setup({ delay: null });
const version = (number: number, part: Partial<VersionItem> = {}): VersionItem => ({
  version: number,
  saved_at: '2026-11-20T10:00:00Z',
  note: null,
  restored_from: null,
  is_current: number === 3,
  ...part,
});
const CHANGES: Change[] = [
  { path: 'product.price', kind: 'changed', label: 'Price', before: '$1 now', after: '$2 now' },
  {
    path: 'categories[0].scripts[0]',
    kind: 'removed',
    label: "Script 'Old'",
    before: { id: 'old', name: 'Old', text: 'Old words.', triggers: ['Old trigger.'] },
    after: null,
  },
  { path: 'competitors[0]', kind: 'moved', label: "Competitor 'A'", before: 2, after: 1 },
];

function serveVersions() {
  return serve(detailOf(), ({ path, method }) => {
    if (path.endsWith('/versions')) {
      const versions = [version(3, { note: 'Dearer' }), version(2), version(1)];
      return Response.json({ versions });
    }
    if (path.endsWith('/diff')) return Response.json({ changes: CHANGES });
    if (method === 'POST') return Response.json(detailOf({ version: 4 }));
    return undefined;
  });
}

it('shows what the newest version changed, part by part', async () => {
  serveVersions();
  visit('/playbooks/sample/versions');
  await screen.findByRole('heading', { name: 'Version 3' });
  expect(screen.getAllByText('Dearer')).toHaveLength(2);
  const product = await screen.findByRole('region', { name: 'Product' });
  expect(product.textContent).toContain('$1 now');
  expect(product.textContent).toContain('$2 now');
  const replies = screen.getByRole('region', { name: 'Objections & replies' });
  expect(within(replies).getByText('Removed')).toBeTruthy();
  expect(within(replies).getByText('Old words.')).toBeTruthy();
  expect(within(replies).getByText('When customers say')).toBeTruthy();
  const rivals = screen.getByRole('region', { name: 'Competitors' });
  expect(rivals.textContent).toContain('From place 2 to 1');
});

it('restores an earlier one as the newest', async () => {
  const { asked } = serveVersions();
  visit('/playbooks/sample/versions');
  await screen.findByRole('heading', { name: 'Version 3' });
  expect(screen.queryByRole('button', { name: 'Restore this version' })).toBeNull();
  await user.click(screen.getByRole('button', { name: /^Version 2/ }));
  await user.click(await screen.findByRole('button', { name: 'Restore this version' }));
  await screen.findByRole('heading', { name: 'Version 3' });
  expect(asked.find(({ path }) => path.endsWith('/restore'))?.body).toEqual({ version: 2 });
});

it('does not throw unsaved changes away', async () => {
  serveVersions();
  const { router } = visit('/playbooks/sample');
  await user.type(await screen.findByRole('textbox', { name: 'Price' }), '!');
  await router.navigate({
    to: '/playbooks/$playbookId/versions',
    params: { playbookId: 'sample' },
  });
  await user.click(await screen.findByRole('button', { name: /^Version 2/ }));
  expect(await screen.findByRole('button', { name: 'Restore this version' })).toHaveProperty(
    'disabled',
    true,
  );
  await user.click(screen.getByRole('link', { name: 'Garden robots' }));
  expect(await screen.findByDisplayValue('$1,200!')).toBeTruthy();
});
