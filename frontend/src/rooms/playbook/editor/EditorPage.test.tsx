import { cleanup, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { PlaybookContent } from '../playbookApi';
import { detailOf, refusal, serve, visit } from '../fakeServer';

beforeEach(() => sessionStorage.clear());
afterEach(cleanup);

const user = userEvent.setup({ delay: null });
const field = (name: string): Promise<HTMLTextAreaElement> =>
  screen.findByRole('textbox', { name });
const saved = (asked: ReturnType<typeof serve>['asked']): PlaybookContent => {
  const put = asked.findLast(({ method }) => method === 'PUT');
  if (put === undefined) throw new Error('Nothing was saved.');
  return put.body?.playbook as PlaybookContent;
};

async function openScript(): Promise<void> {
  await user.click(await screen.findByRole('button', { name: /^Price/ }));
  await user.click(screen.getByRole('button', { name: /^Too expensive/ }));
}

const lines = (): string[] =>
  within(screen.getByRole('group', { name: /^When customers say/ }))
    .getAllByRole<HTMLTextAreaElement>('textbox')
    .map(({ value }) => value);

describe('saving', () => {
  it('sends the draft with the version it began from', async () => {
    const { asked } = serve();
    visit('/playbooks/sample');
    const save = await screen.findByRole('button', { name: 'Save' });
    expect(save).toHaveProperty('disabled', true);
    await user.type(await field('Price'), ' a piece');
    await screen.findByText('Unsaved changes');
    await user.keyboard('{Control>}s{/Control}');
    await screen.findByText('Everything is saved');
    const put = asked.find(({ method }) => method === 'PUT');
    expect(put).toMatchObject({ path: '/sample', body: { base_version: 3, note: null } });
    expect(saved(asked).product.price).toBe('$1,200 a piece');
    expect(screen.getByRole('button', { name: 'Save' })).toHaveProperty('disabled', true);
  });

  it('shows what was refused at its field, with a way there from another part', async () => {
    const problems = [{ path: 'categories[0].scripts[0].text', message: 'longer than 400' }];
    serve(detailOf(), ({ method }) =>
      method === 'PUT' ? refusal(422, { code: 'playbook_invalid', problems }) : undefined,
    );
    visit('/playbooks/sample');
    await user.type(await field('Pitch, in one sentence'), '!');
    await user.click(screen.getByRole('button', { name: 'Save' }));
    await user.click(await screen.findByRole('button', { name: /Too expensive › Words to say/ }));
    const words = await field('Words to say');
    await waitFor(() => expect(document.activeElement).toBe(words));
    expect(words.getAttribute('aria-invalid')).toBe('true');
    expect(screen.getByText('Longer than 400.')).toBeTruthy();
    await user.type(words, '?');
    expect(screen.queryByText('Longer than 400.')).toBeNull();
  });

  it('keeps the draft when somebody else was faster, and can save over theirs', async () => {
    let theirs = false;
    const { asked, set, now } = serve(detailOf(), ({ method }) => {
      if (method !== 'PUT' || theirs) return undefined;
      theirs = true;
      set({ ...now(), version: 4 });
      return refusal(409, { code: 'playbook_changed', current_version: 4 });
    });
    visit('/playbooks/sample');
    await user.type(await field('Price'), '!');
    await user.click(screen.getByRole('button', { name: 'Save' }));
    await screen.findByText('Somebody else saved version 4 meanwhile');
    expect((await field('Price')).value).toBe('$1,200!');
    await user.click(screen.getByRole('button', { name: 'Save mine' }));
    await screen.findByText('Everything is saved');
    expect(asked.findLast(({ method }) => method === 'PUT')?.body).toMatchObject({
      base_version: 4,
    });
    expect(screen.queryByText(/Somebody else saved/)).toBeNull();
  });

  it('says that it did not work, and keeps the draft', async () => {
    serve(detailOf(), ({ method }) =>
      method === 'PUT' ? Promise.reject(new TypeError('Failed to fetch')) : undefined,
    );
    visit('/playbooks/sample');
    await user.type(await field('Price'), '!');
    await user.click(screen.getByRole('button', { name: 'Save' }));
    expect((await screen.findByRole('alert')).textContent).toContain('cannot be reached');
    expect((await field('Price')).value).toBe('$1,200!');
  });
});

describe('lines', () => {
  it('are written, split, moved and removed by keys', async () => {
    const { asked } = serve();
    visit('/playbooks/sample?section=replies');
    await openScript();
    await user.click(screen.getByRole('textbox', { name: 'When customers say, 2' }));
    await user.keyboard('{Enter}Ouch.');
    expect(lines()[2]).toBe('Ouch.');
    await user.keyboard('{Alt>}{ArrowUp}{/Alt}!');
    expect(lines()[1]).toBe('Ouch.!');
    await user.click(screen.getByRole('button', { name: "Remove: That's a lot of money." }));
    await user.click(screen.getByRole('button', { name: /^Add what they say/ }));
    await user.paste('- Too dear.\n- Way too dear.\n');
    await user.keyboard('{Control>}s{/Control}');
    await screen.findByText('Everything is saved');
    expect(saved(asked).categories[0]?.scripts[0]?.triggers).toEqual([
      'Ouch.!',
      'We can not afford that.',
      'Too dear.',
      'Way too dear.',
    ]);
  });

  it('go back to the line before when an empty one is deleted', async () => {
    serve();
    visit('/playbooks/sample?section=never');
    await user.click(await screen.findByRole('button', { name: 'Add what must not be said' }));
    expect(document.activeElement).toBe(screen.getByRole('textbox', { name: 'Never say, 2' }));
    await user.keyboard('{Backspace}');
    expect(document.activeElement).toBe(screen.getByRole('textbox', { name: 'Never say, 1' }));
    expect(screen.queryByRole('textbox', { name: 'Never say, 2' })).toBeNull();
  });
});

describe('entries', () => {
  it('are added open, with the first field in focus and an id of their own', async () => {
    const { asked } = serve();
    visit('/playbooks/sample?section=competitors');
    await user.click(await screen.findByRole('button', { name: 'Add a competitor' }));
    const rows = await screen.findAllByRole('button', { expanded: true });
    expect(rows.map(({ textContent }) => textContent)).toEqual(['Nothing written yet']);
    await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText('Name')));
    await user.keyboard('Goat');
    await user.type(screen.getByLabelText('What to say'), 'It eats the roses.');
    await user.keyboard('{Control>}s{/Control}');
    await screen.findByText('Everything is saved');
    expect(saved(asked).competitors?.[1]).toEqual({
      name: 'Goat',
      say: 'It eats the roses.',
      also_called: [],
    });
  });

  it('move by keys, are copied, and come back after they were removed', async () => {
    serve();
    visit('/playbooks/sample?section=replies');
    const names = (): string[] =>
      within(screen.getByRole('group', { name: 'Categories' }))
        .getAllByRole('button', { expanded: false })
        .map(({ textContent }) => textContent)
        .filter((name) => name !== '');
    (await screen.findByRole('button', { name: /^Closing/ })).focus();
    await user.keyboard('{Alt>}{ArrowUp}{/Alt}');
    expect(names()[0]).toMatch(/^Closing/);
    await user.click(screen.getByRole('button', { name: 'More: Opener' }));
    await user.click(await screen.findByRole('menuitem', { name: 'Duplicate' }));
    await screen.findByRole('button', { name: /^Opener \(copy\)/ });
    await user.click(screen.getByRole('button', { name: 'More: Closing' }));
    await user.click(await screen.findByRole('menuitem', { name: 'Remove' }));
    expect(screen.queryByRole('button', { name: /^Closing/ })).toBeNull();
    await user.click(await screen.findByRole('button', { name: 'Put it back' }));
    expect(names()[0]).toMatch(/^Closing/);
  });
});

it('undoes by keys inside the fields, where the change was', async () => {
  serve();
  visit('/playbooks/sample');
  const price = await field('Price');
  await user.type(price, '!');
  await user.keyboard('{Control>}z{/Control}');
  expect(price.value).toBe('$1,200');
  await user.keyboard('{Control>}y{/Control}');
  expect(price.value).toBe('$1,200!');
});

it('undoes while the focus is nowhere, and leaves the fields beside the playbook alone', async () => {
  serve();
  visit('/playbooks/sample');
  const price = await field('Price');
  await user.type(price, '!');
  price.blur();
  await user.keyboard('{Control>}z{/Control}');
  expect(price.value).toBe('$1,200');
  await user.keyboard('{Control>}y{/Control}');
  // What was done again takes the focus a frame later; whoever types elsewhere has seen that.
  await waitFor(() => expect(document.activeElement).toBe(price));
  await user.type(screen.getByRole('textbox', { name: 'The customer says' }), 'too much');
  await user.keyboard('{Control>}z{/Control}');
  expect(price.value).toBe('$1,200!');
});

it('finds a text anywhere and leads to its field', async () => {
  serve();
  visit('/playbooks/sample');
  await field('Price');
  await user.keyboard('{Control>}k{/Control}');
  await user.type(await screen.findByRole('combobox'), 'budget left');
  expect(screen.getAllByRole('option')).toHaveLength(1);
  await user.keyboard('{Enter}');
  const line = await screen.findByDisplayValue('There is no budget left.');
  await waitFor(() => expect(document.activeElement).toBe(line));
});

describe('leaving', () => {
  it('asks while there are unsaved changes', async () => {
    const { asked } = serve();
    visit('/playbooks/sample');
    await user.type(await field('Price'), '!');
    await user.click(screen.getByRole('link', { name: 'Back to the playbooks' }));
    await user.click(await screen.findByRole('button', { name: 'Stay' }));
    expect((await field('Price')).value).toBe('$1,200!');
    await user.click(screen.getByRole('link', { name: 'Back to the playbooks' }));
    await user.click(await screen.findByRole('button', { name: 'Save and leave' }));
    await screen.findByRole('heading', { name: 'Playbooks' });
    expect(saved(asked).product.price).toBe('$1,200!');
  });

  it('goes at once when everything is saved', async () => {
    serve();
    visit('/playbooks/sample');
    await user.click(await screen.findByRole('link', { name: 'Back to the playbooks' }));
    await screen.findByRole('heading', { name: 'Playbooks' });
  });
});

it('shows a playbook from a file without a way to change it', async () => {
  const { asked } = serve(detailOf({ read_only: true, origin: 'file' }));
  visit('/playbooks/sample');
  expect(await field('Price')).toHaveProperty('readOnly', true);
  expect(screen.queryByRole('button', { name: 'Save' })).toBeNull();
  expect(screen.queryByRole('button', { name: 'Add a fact' })).toBeNull();
  await user.click(screen.getByRole('button', { name: 'Make a copy to edit' }));
  await waitFor(() => expect(asked.some(({ path }) => path === '/sample/duplicate')).toBe(true));
});

it('says when there is no such playbook', async () => {
  serve(detailOf(), () => refusal(404, { code: 'playbook_not_found' }));
  visit('/playbooks/sample');
  await screen.findByRole('heading', { name: 'There is no such playbook' });
});
