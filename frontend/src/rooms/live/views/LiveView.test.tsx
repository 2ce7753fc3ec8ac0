import { cleanup, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it, vi } from 'vitest';

import { TipProvider } from '@/ui/Tip';

import { card, fakeCall, liveState } from './fixtures';
import { LiveView } from './LiveView';
import type { PlaybookView } from './playbookView';

const PLAYBOOK: PlaybookView = {
  categories: [
    {
      id: 'opener',
      name: 'Opener',
      scripts: [{ id: 'o1', name: 'Warm', text: 'Hi {customer_name}.', when_to_use: 'At first' }],
    },
    {
      id: 'price',
      name: 'Price',
      scripts: [{ id: 'p1', name: 'Too expensive', text: 'I hear you.', when_to_use: 'Price' }],
    },
  ],
  objectives: [{ id: 'greet', stage: 'opening', text: 'Say who you are' }],
};

afterEach(cleanup);

function show(part: Parameters<typeof liveState>[0] = {}) {
  const call = fakeCall(liveState(part));
  const sound = { onShareAgain: vi.fn(), onPickMicrophone: vi.fn() };
  const view = render(
    <TipProvider>
      <LiveView call={call} playbook={PLAYBOOK} {...sound} />
    </TipProvider>,
  );
  return { call, view, ...sound };
}

async function openToolkit(): Promise<HTMLElement> {
  await userEvent.keyboard('/');
  return screen.findByRole('searchbox', { name: 'Search the toolkit' });
}

it('calls a call without a customer as the history does', () => {
  show({ customer: null });
  expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Call without a name');
});

it('ends the call by a key, after a question', async () => {
  const { call } = show();
  await userEvent.keyboard('e');
  const asked = await screen.findByRole('alertdialog', { name: 'End this call?' });
  expect(call.end).not.toHaveBeenCalled();
  await userEvent.click(within(asked).getByRole('button', { name: 'End and save' }));
  expect(call.end).toHaveBeenCalledOnce();
});

it('does what the keys say', async () => {
  const { call } = show();
  await userEvent.keyboard('u');
  expect(call.useSuggestion).toHaveBeenCalledExactlyOnceWith('c1');
  await userEvent.keyboard('d');
  expect(call.dismissSuggestion).toHaveBeenCalledExactlyOnceWith('c1');
  await userEvent.keyboard('xpmg');
  expect(call.mute).toHaveBeenCalledExactlyOnceWith(0);
  expect(call.pause).toHaveBeenCalledOnce();
  expect(call.markMoment).toHaveBeenCalledOnce();
  expect(call.setMode).toHaveBeenCalledExactlyOnceWith('guidance');
});

it('leaves the keys alone while somebody types', async () => {
  const { call } = show();
  const search = await openToolkit();
  await vi.waitFor(() => expect(document.activeElement).toBe(search));
  await userEvent.keyboard('udxpm');
  expect((search as HTMLInputElement).value).toBe('udxpm');
  expect(call.useSuggestion).not.toHaveBeenCalled();
  expect(call.dismissSuggestion).not.toHaveBeenCalled();
  expect(call.mute).not.toHaveBeenCalled();
  expect(call.pause).not.toHaveBeenCalled();
  expect(call.markMoment).not.toHaveBeenCalled();
});

it('uses no card twice and none that is gone', async () => {
  const { call } = show({ suggestions: [card({ status: 'used' })] });
  await userEvent.keyboard('ud');
  expect(call.useSuggestion).not.toHaveBeenCalled();
  expect(call.dismissSuggestion).not.toHaveBeenCalled();
});

it('goes back on the record with the key that left it', async () => {
  const { call } = show({ phase: 'paused' });
  await userEvent.keyboard('p');
  expect(call.unpause).toHaveBeenCalledOnce();
  expect(call.pause).not.toHaveBeenCalled();
});

it('asks before it ends the call', async () => {
  const { call } = show();
  await userEvent.click(screen.getByRole('button', { name: 'End call' }));
  expect(call.end).not.toHaveBeenCalled();
  const question = await screen.findByRole('alertdialog');
  await userEvent.keyboard('u');
  expect(call.useSuggestion).not.toHaveBeenCalled();
  await userEvent.click(within(question).getByRole('button', { name: 'End and save' }));
  expect(call.end).toHaveBeenCalledOnce();
});

it('opens the drawer of the toolkit that fits the card, before the others', async () => {
  show({ highlightCategories: ['price'] });
  await openToolkit();
  const toolkit = screen.getByRole('region', { name: 'Toolkit' });
  const drawers = within(toolkit).getAllByRole('button', { expanded: true });
  expect(drawers.map((drawer) => drawer.textContent)).toEqual(['Pricefits now1']);
  expect(within(toolkit).getByText('I hear you.')).toBeTruthy();
});

it('offers to share again when the share has ended', async () => {
  const { onShareAgain } = show({ trouble: { share: 'ended' } });
  await userEvent.click(screen.getByRole('button', { name: 'Share again' }));
  expect(onShareAgain).toHaveBeenCalledOnce();
});

it('says on which words a tick rests, shows them, and takes it back, by keyboard', async () => {
  const evidence = { turn_id: 't1', quote: 'I am Dana.', start_ms: 65_000, end_ms: 66_000 };
  const { call } = show({ objectives: { greet: { done: true, evidence, by: 'coach' } } });
  await userEvent.click(screen.getByRole('tab', { name: 'Roadmap' }));
  const tick = screen.getByRole('checkbox', { name: 'Say who you are', checked: true });
  expect(tick.getAttribute('aria-describedby')).toBe(screen.getByText('“I am Dana.”').id);
  tick.focus();
  await userEvent.keyboard(' ');
  expect(call.setObjective).toHaveBeenCalledExactlyOnceWith('greet', false);
  await userEvent.tab();
  expect(document.activeElement?.getAttribute('aria-label')).toBe(
    'Show in the transcript, at 1:05',
  );
  await userEvent.keyboard('{Enter}');
  expect(screen.getByRole('tab', { selected: true }).textContent).toBe('Transcript');
});

it('notes a wrong vote, and that it was taken back', async () => {
  const { call } = show();
  await userEvent.click(screen.getByRole('button', { name: 'Wrong' }));
  expect(call.vote).toHaveBeenCalledExactlyOnceWith('c1', 'wrong');
  expect(await screen.findByText('Noted')).toBeTruthy();
});

it('lists what each side promised, and shows where', async () => {
  const evidence = { turn_id: 't1', quote: 'I will send it.', start_ms: 0, end_ms: 900 };
  const promise = { due: 'by Friday', dueOn: null, evidence };
  show({
    promises: [
      { id: 'p1', who: 'salesperson', what: 'send the contract', ...promise },
      { id: 'p2', who: 'customer', what: 'call back', ...promise },
    ],
  });
  await userEvent.click(screen.getByRole('tab', { name: 'Roadmap' }));
  const list = screen.getByRole('region', { name: 'Promises' });
  expect(within(list).getByRole('heading', { name: 'You' })).toBeTruthy();
  await userEvent.click(within(list).getByRole('button', { name: /Send the contract/ }));
  const active = screen.getByRole('tab', { selected: true });
  expect(active.textContent).toBe('Transcript');
});

it('says nothing of promises while there are none', () => {
  show();
  expect(screen.queryByRole('region', { name: 'Promises' })).toBeNull();
});
