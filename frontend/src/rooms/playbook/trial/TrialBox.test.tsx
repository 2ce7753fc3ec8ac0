import { cleanup, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it } from 'vitest';

import { detailOf, refusal, serve, trialOf, visit, type Request } from '../fakeServer';
import type { PlaybookContent, Trial } from '../playbookApi';

beforeEach(() => sessionStorage.clear());
afterEach(cleanup);

const user = userEvent.setup({ delay: null });
const asks = (asked: readonly Request[]): Request[] =>
  asked.filter(({ path }) => path.endsWith('/try'));
const box = (): HTMLElement => screen.getByRole('region', { name: 'Try it' });

const CARD: NonNullable<Trial['card']> = {
  text: 'Compared to what?',
  category: 'price',
  script_id: 'too_expensive',
  confidence: 87,
  reasoning: 'They find it dear.',
  next_move: 'Then wait.',
};
const OBJECTION: Trial['signals'][number] = {
  kind: 'objection',
  objection_type: 'price',
  sentiment: null,
  confidence: 0.87,
  quote: 'Too dear.',
  basis: 'how customers put it',
  examples: [],
};

it('shows the signal, the card and why, and leads to the script', async () => {
  const trial = trialOf({ card: CARD, signals: [OBJECTION], why: ['It sounds like a trigger.'] });
  const { asked } = serve(detailOf(), ({ path }) =>
    path.endsWith('/try') ? Response.json(trial) : undefined,
  );
  visit('/playbooks/sample');
  await user.type(await screen.findByLabelText('The customer says'), 'Too dear.');
  const card = await screen.findByRole('article', { name: 'Card: Price objection' });
  expect(card.textContent).toContain('Compared to what?');
  expect(within(box()).getByRole('list', { name: 'Heard in it' }).textContent).toContain('87%');
  expect(box().textContent).toContain('It sounds like a trigger.');
  // Typed in one go, asked once; nothing was changed, so the saved playbook is tried.
  expect(asks(asked).map(({ body }) => body)).toEqual([{ text: 'Too dear.', context: [] }]);

  await user.click(within(card).getByRole('button', { name: 'Open this script' }));
  const words = await screen.findByLabelText('Words to say');
  await waitFor(() => expect(document.activeElement).toBe(words));
});

it('tries the draft as soon as it rests, and what was said before', async () => {
  const { asked } = serve();
  visit('/playbooks/sample');
  await user.type(await screen.findByLabelText('The customer says'), 'Too dear.');
  await user.click(screen.getByRole('button', { name: 'Add what you say before' }));
  await user.type(screen.getByLabelText('You say'), 'It is $1,200.');
  await within(box()).findByText('No card would come.');
  await user.type(screen.getByRole('textbox', { name: 'Price' }), '!');
  await waitFor(() => expect(asks(asked).at(-1)?.body?.playbook).toBeTruthy());
  expect(asks(asked).at(-1)?.body).toMatchObject({
    text: 'Too dear.',
    context: [{ speaker: 'salesperson', text: 'It is $1,200.' }],
    playbook: { product: { price: '$1,200!' } },
  });
});

it('shows the latest answer, whichever comes last', async () => {
  const late: ((answer: Response) => void)[] = [];
  serve(detailOf(), ({ path, body }) => {
    if (!path.endsWith('/try')) return undefined;
    if (body?.text !== 'first') return Response.json(trialOf({ why: ['The second.'] }));
    return new Promise<Response>((resolve) => late.push(resolve));
  });
  visit('/playbooks/sample');
  const said = await screen.findByLabelText('The customer says');
  await user.type(said, 'first');
  await waitFor(() => expect(late).toHaveLength(1));
  await user.clear(said);
  await user.type(said, 'second');
  await screen.findByText('The second.');
  late[0]?.(Response.json(trialOf({ why: ['The first.'] })));
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(screen.queryByText('The first.')).toBeNull();
  expect(screen.getByText('The second.')).toBeTruthy();
});

it('leads to what has to be mended first', async () => {
  const problems = [{ path: 'categories[1].signal', message: 'another category has it' }];
  serve(detailOf(), ({ path }) =>
    path.endsWith('/try') ? refusal(422, { code: 'playbook_invalid', problems }) : undefined,
  );
  visit('/playbooks/sample');
  await user.type(await screen.findByLabelText('The customer says'), 'Hello');
  await within(box()).findByText(/Closing, Opens when they raise/);
  await user.click(within(box()).getByRole('button', { name: 'Show' }));
  expect(await screen.findByDisplayValue('Closing')).toBeTruthy();
});

it('asks again when the server was away', async () => {
  let away = true;
  serve(detailOf(), ({ path }) => {
    if (!path.endsWith('/try') || !away) return undefined;
    return Promise.reject(new TypeError('Failed to fetch'));
  });
  visit('/playbooks/sample');
  await user.type(await screen.findByLabelText('The customer says'), 'Hello');
  const retry = await within(box()).findByRole('button', { name: 'Try again' });
  away = false;
  await user.click(retry);
  await within(box()).findByText('No card would come.');
});

it('takes a new script without waiting for all of it', async () => {
  const { asked } = serve();
  visit('/playbooks/sample?section=replies');
  await user.type(await screen.findByLabelText('The customer says'), 'Too dear.');
  await user.click(screen.getByRole('button', { name: /^Price/ }));
  await user.click(screen.getByRole('button', { name: 'Add a script' }));
  await user.type(screen.getByLabelText('Words to say'), 'Let us see.');
  const scripts = (): unknown[] => {
    const content = asks(asked).at(-1)?.body?.playbook as PlaybookContent | undefined;
    return content?.categories[0]?.scripts.map(({ text, id }) => [id, text]) ?? [];
  };
  await waitFor(() => expect(scripts()).toHaveLength(3));
  expect(scripts()[2]).toEqual(['script', 'Let us see.']);
});
