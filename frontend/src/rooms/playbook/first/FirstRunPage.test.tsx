import { cleanup, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it } from 'vitest';

import { detailOf, refusal, serve, trialOf, visit } from '../fakeServer';

beforeEach(() => localStorage.clear());
afterEach(cleanup);

const user = userEvent.setup({ delay: null });
const MOWERS = {
  product: 'Greenly',
  pitch: 'It keeps your lawn short.',
  price: '$900 with a year of service',
  ideal_customer: 'People with a garden.',
  facts: ['It is delivered.', 'It charges itself.', 'It has a warranty.'],
  competitor: 'A gardener',
  say: 'He comes once a week.',
};
const TEMPLATE = { summary: '', generic: true, categories: 1, scripts: 1, examples: null };
const TEMPLATES = [
  { ...TEMPLATE, id: 'b2b', name: 'Software' },
  { ...TEMPLATE, id: 'garden', name: 'Garden', examples: MOWERS },
  { ...TEMPLATE, id: 'default', name: 'The demo', generic: false },
];
const CARD = {
  text: 'Mowbert is $1,200.',
  category: null,
  script_id: null,
  confidence: 90,
  reasoning: '',
  next_move: '',
};

/** A server that knows the trades. */
const trades = (more: Parameters<typeof serve>[1] = () => undefined) =>
  serve(detailOf(), (asked) =>
    asked.path === '/templates' ? Response.json({ templates: TEMPLATES }) : more(asked),
  );

async function chooseTrade(): Promise<void> {
  await user.click(await screen.findByRole('radio', { name: 'Garden' }));
  await user.click(screen.getByRole('button', { name: 'Continue' }));
}

async function answerAll(): Promise<void> {
  await chooseTrade();
  await user.type(await screen.findByLabelText('Name of the product'), 'Mowbert');
  await user.type(screen.getByLabelText(/^What it does/), 'It cuts the grass.');
  await user.type(screen.getByLabelText('Price'), '$1,200{Enter}');
  await screen.findByRole('heading', { name: 'Three facts customers ask about' });
  await user.keyboard('It is quiet.');
  await user.click(screen.getByRole('button', { name: 'Continue' }));
  await user.type(await screen.findByLabelText('Competitor 1'), 'Grasshopper');
}

it('goes from a few answers to a card of their own', async () => {
  const { asked } = trades(({ path }) =>
    path.endsWith('/try') ? Response.json(trialOf({ card: CARD })) : undefined,
  );
  visit('/playbooks/first-run');
  await answerAll();
  await user.click(screen.getByRole('button', { name: 'Make my playbook' }));
  const card = await screen.findByRole('article', { name: 'Card: They asked' });
  expect(card.textContent).toContain('Mowbert is $1,200.');
  expect(screen.getByRole('heading', { level: 1 })).toBe(document.activeElement);
  expect(asked.find(({ path }) => path === '/first-run')?.body).toEqual({
    product: 'Mowbert',
    pitch: 'It cuts the grass.',
    price: '$1,200',
    facts: ['It is quiet.'],
    competitors: [{ name: 'Grasshopper', say: null }],
    ideal_customer: null,
    template: 'garden',
  });
  await user.click(screen.getByRole('button', { name: '“We already use Grasshopper.”' }));
  await screen.findByRole('button', { name: /Grasshopper/, pressed: true });
  expect(screen.getByRole('link', { name: 'Start a call' }).getAttribute('href')).toBe('/');
});

it('goes on where it was after a reload', async () => {
  trades();
  visit('/playbooks/first-run');
  await answerAll();
  cleanup();
  visit('/playbooks/first-run');
  const rival = await screen.findByLabelText<HTMLTextAreaElement>('Competitor 1');
  expect(rival.value).toBe('Grasshopper');
});

it('does not go on without what it needs, and says so at the field', async () => {
  trades();
  visit('/playbooks/first-run');
  await screen.findByRole('radio', { name: 'Garden', checked: false });
  await user.click(screen.getByRole('button', { name: 'Continue' }));
  await screen.findByText('Choose the nearest one.');
  const group = screen.getByRole('radiogroup', { name: 'Trade' });
  expect(group.getAttribute('aria-invalid')).toBe('true');
  expect(group.contains(document.activeElement)).toBe(true);
  await chooseTrade();
  await user.click(screen.getByRole('button', { name: 'Continue' }));
  const name = screen.getByLabelText('Name of the product');
  expect(name.getAttribute('aria-invalid')).toBe('true');
  expect(document.activeElement).toBe(name);
  await user.type(name, 'M');
  expect(name.getAttribute('aria-invalid')).toBeNull();
});

it('leads back to an answer that was refused', async () => {
  trades(({ path }) => {
    if (path !== '/first-run') return undefined;
    const problems = [{ path: 'facts[0]', message: 'a brace that is no slot' }];
    return refusal(422, { code: 'playbook_invalid', problems });
  });
  visit('/playbooks/first-run');
  await answerAll();
  await user.click(screen.getByRole('button', { name: 'Make my playbook' }));
  await screen.findByText('A brace that is no slot.');
  expect(screen.getByLabelText('Fact 1')).toBe(document.activeElement);
});

it('asks for the trade first, and its examples speak of that trade', async () => {
  trades();
  visit('/playbooks/first-run');
  await screen.findByRole('radio', { name: 'Garden' });
  expect(screen.queryByRole('radio', { name: 'The demo' })).toBeNull();
  await chooseTrade();
  await screen.findByPlaceholderText('It keeps your lawn short.');
  await user.type(screen.getByLabelText('Name of the product'), 'Mowbert');
  await user.type(screen.getByLabelText(/^What it does/), 'It cuts the grass.');
  const price = screen.getByPlaceholderText('$900 with a year of service');
  await user.type(price, '$1,200{Enter}');
  await screen.findByPlaceholderText('It charges itself.');
});

it('keeps the answers over a reload', async () => {
  trades();
  visit('/playbooks/first-run');
  await chooseTrade();
  await user.type(await screen.findByLabelText('Name of the product'), 'Mowbert');
  cleanup();
  visit('/playbooks/first-run');
  expect(await screen.findByDisplayValue('Mowbert')).toBeTruthy();
});
