import { cleanup, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it } from 'vitest';

import { detailOf, refusal, serve, visit } from '../fakeServer';

afterEach(cleanup);

const user = userEvent.setup({ delay: null });
const TEMPLATE = { categories: 8, scripts: 30 };
const TEMPLATES = [
  { id: 'demo', name: 'The demo', summary: 'Filled in.', generic: false, ...TEMPLATE },
  { id: 'b2b', name: 'Business software', summary: 'For companies.', generic: true, ...TEMPLATE },
];

it('lists playbooks with what they are', async () => {
  serve(detailOf({ origin: 'file', read_only: true }));
  visit('/playbooks');
  const row = await screen.findByRole('listitem');
  expect(row.textContent).toContain('Garden robots');
  expect(row.textContent).toContain('Used in calls');
  expect(row.textContent).toContain('From a file');
  expect(row.textContent).toContain('Version 3');
  await user.click(screen.getByRole('button', { name: 'More: Garden robots' }));
  await screen.findByRole('menuitem', { name: 'Make a copy' });
  expect(screen.queryByRole('menuitem', { name: 'Delete' })).toBeNull();
});

it('offers to set up an own one while there is only the example', async () => {
  serve(detailOf({ is_demo: true, origin: 'demo' }));
  visit('/playbooks');
  await user.click(await screen.findByRole('link', { name: 'Set up yours' }));
  await screen.findByRole('heading', { name: 'Which trade are you in?' });
});

it('makes one from a template that fits anything, unless another is chosen', async () => {
  const { asked } = serve(detailOf(), ({ method, path }) => {
    if (path === '/templates') return Response.json({ templates: TEMPLATES });
    return method === 'POST' && path === '/'
      ? Response.json(detailOf(), { status: 201 })
      : undefined;
  });
  visit('/playbooks');
  await user.click(await screen.findByRole('button', { name: 'New playbook' }));
  await screen.findByRole('radio', { name: 'Business software', checked: true });
  await user.type(screen.getByRole('textbox', { name: /^Product/ }), 'Mowbert');
  await user.type(screen.getByRole('textbox', { name: 'Name' }), 'Lawns{Enter}');
  await screen.findByRole('heading', { name: 'Product' });
  expect(asked.find(({ method }) => method === 'POST')?.body).toMatchObject({
    name: 'Lawns',
    from_template: 'b2b',
    product: 'Mowbert',
    price: null,
  });
});

it('names the line of what is wrong with a file, and takes it when it is mended', async () => {
  const problems = [
    { line: 2, path: 'product.price', message: 'missing: add it' },
    { line: 1, path: '', message: 'not readable' },
  ];
  let mended = false;
  const { asked } = serve(detailOf(), ({ path }) => {
    if (path !== '/import') return undefined;
    if (mended) return Response.json(detailOf(), { status: 201 });
    return refusal(422, { code: 'playbook_invalid', problems });
  });
  visit('/playbooks');
  await user.click(await screen.findByRole('button', { name: 'Import' }));
  const file = await screen.findByLabelText('Playbook file');
  await user.upload(file, new File(['name: x\nproduct: 3\n'], 'mine.yaml'));
  const said = await screen.findByRole('alert');
  expect(said.textContent).toContain('2 things to mend');
  expect(said.textContent).toContain('Line 2product.price: missing: add itproduct: 3');
  mended = true;
  await user.upload(file, new File(['name: y\n'], 'mine.yaml'));
  await screen.findByRole('heading', { name: 'Product' });
  expect(asked.findLast(({ path }) => path === '/import')?.body).toEqual({ yaml: 'name: y\n' });
});

it('deletes one only after it was confirmed, and says why it could not', async () => {
  let refuses = true;
  const { asked } = serve(detailOf(), ({ method }) => {
    if (method !== 'DELETE') return undefined;
    if (!refuses) return new Response(null, { status: 204 });
    return refusal(409, { code: 'last_playbook', message: 'This is your last playbook.' });
  });
  visit('/playbooks');
  await user.click(await screen.findByRole('button', { name: 'More: Garden robots' }));
  await user.click(await screen.findByRole('menuitem', { name: 'Delete' }));
  expect(asked.some(({ method }) => method === 'DELETE')).toBe(false);
  await user.click(await screen.findByRole('button', { name: 'Delete' }));
  await screen.findByText('This is your last playbook.');
  refuses = false;
  await user.click(screen.getByRole('button', { name: 'Delete' }));
  await waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull());
});

it('says when the list could not be loaded', async () => {
  serve(detailOf(), () => refusal(503, { message: 'The database is busy.' }));
  visit('/playbooks');
  await screen.findByText('The database is busy.');
  serve();
  await user.click(screen.getByRole('button', { name: 'Try again' }));
  await screen.findByRole('link', { name: 'Garden robots' });
});
