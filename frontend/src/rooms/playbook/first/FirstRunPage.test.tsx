import { cleanup, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it } from 'vitest';

import { detailOf, refusal, serve, trialOf, visit } from '../fakeServer';

beforeEach(() => localStorage.clear());
afterEach(cleanup);

const user = userEvent.setup({ delay: null });
const TEMPLATES = [
  { id: 'b2b', name: 'Software', summary: '', generic: true, categories: 1, scripts: 1 },
];
const CARD = {
  text: 'Mowbert is $1,200.',
  category: null,
  script_id: null,
  confidence: 90,
  reasoning: '',
  next_move: '',
};

async function answerAll(): Promise<void> {
  await user.type(await screen.findByLabelText('Name of the product'), 'Mowbert');
  await user.type(screen.getByLabelText(/^What it does/), 'It cuts the grass.');
  await user.type(screen.getByLabelText('Price'), '$1,200{Enter}');
  await screen.findByRole('heading', { name: 'Three facts customers ask about' });
  await user.keyboard('It is quiet.');
  await user.click(screen.getByRole('button', { name: 'Continue' }));
  await user.type(await screen.findByLabelText('Competitor 1'), 'Grasshopper');
  await user.click(screen.getByRole('button', { name: 'Continue' }));
  await screen.findByRole('radio', { name: 'Software', checked: true });
}

it('goes from a few answers to a card of their own', async () => {
  const { asked } = serve(detailOf(), ({ path }) => {
    if (path === '/templates') return Response.json({ templates: TEMPLATES });
    return path.endsWith('/try') ? Response.json(trialOf({ card: CARD })) : undefined;
  });
  visit('/playbooks/first-run');
  await answerAll();
  await user.click(screen.getByRole('button', { name: 'Make my playbook' }));
  const card = await screen.findByRole('article', { name: 'Card: They asked' });
  expect(card.textContent).toContain('Mowbert is $1,200.');
  expect(asked.find(({ path }) => path === '/first-run')?.body).toEqual({
    product: 'Mowbert',
    pitch: 'It cuts the grass.',
    price: '$1,200',
    facts: ['It is quiet.'],
    competitors: [{ name: 'Grasshopper', say: null }],
    ideal_customer: null,
    template: 'b2b',
  });
  await user.click(screen.getByRole('button', { name: '“We already use Grasshopper.”' }));
  await screen.findByRole('button', { name: /Grasshopper/, pressed: true });
  expect(screen.getByRole('link', { name: 'Start a call' }).getAttribute('href')).toBe('/');
});

it('goes on where it was after a reload', async () => {
  serve(detailOf(), ({ path }) =>
    path === '/templates' ? Response.json({ templates: TEMPLATES }) : undefined,
  );
  visit('/playbooks/first-run');
  await answerAll();
  cleanup();
  visit('/playbooks/first-run');
  await screen.findByRole('radio', { name: 'Software', checked: true });
  await user.click(screen.getByRole('button', { name: 'Back' }));
  const rival = await screen.findByLabelText<HTMLTextAreaElement>('Competitor 1');
  expect(rival.value).toBe('Grasshopper');
});

it('does not go on without what it needs, and says so at the field', async () => {
  serve();
  visit('/playbooks/first-run');
  await user.click(await screen.findByRole('button', { name: 'Continue' }));
  const name = screen.getByLabelText('Name of the product');
  expect(name.getAttribute('aria-invalid')).toBe('true');
  expect(document.activeElement).toBe(name);
  await user.type(name, 'M');
  expect(name.getAttribute('aria-invalid')).toBeNull();
});

it('leads back to an answer that was refused', async () => {
  serve(detailOf(), ({ path }) => {
    if (path === '/templates') return Response.json({ templates: TEMPLATES });
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

it('keeps the answers over a reload', async () => {
  serve();
  visit('/playbooks/first-run');
  await user.type(await screen.findByLabelText('Name of the product'), 'Mowbert');
  cleanup();
  visit('/playbooks/first-run');
  expect(await screen.findByDisplayValue('Mowbert')).toBeTruthy();
});
