import { QueryClient, QueryClientProvider, useInfiniteQuery } from '@tanstack/react-query';
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Tooltip } from 'radix-ui';
import { afterEach, expect, it, vi } from 'vitest';

import { turnsQuery } from '../callQueries';
import type { Turn } from '../callsApi';
import { Edits } from './Edits';
import { TurnLine } from './TurnLine';

afterEach(cleanup);

const HEARD: Turn = {
  id: 't1',
  speaker: 'customer',
  text: 'we use sales for us',
  start_ms: 65_000,
  end_ms: 67_000,
  confidence: 0.9,
  heard: null,
};

/** A server that keeps one line and corrects it as the real one does. */
function serve() {
  let line = HEARD;
  const asked: [string, unknown][] = [];
  vi.stubGlobal('fetch', (address: URL, options: RequestInit) => {
    const body = options.body === undefined ? null : (JSON.parse(options.body as string) as object);
    asked.push([`${options.method ?? 'GET'} ${address.pathname}`, body]);
    if (options.method === 'PATCH') {
      const { text, speaker } = body as { text?: string | null; speaker?: Turn['speaker'] | null };
      const next = { text: text ?? HEARD.text, speaker: speaker ?? HEARD.speaker };
      const same = next.text === HEARD.text && next.speaker === HEARD.speaker;
      const heard = same ? null : { text: HEARD.text, speaker: HEARD.speaker };
      line = { ...HEARD, ...next, heard };
      return Promise.resolve(Response.json(line));
    }
    if (options.method === 'POST') return Promise.resolve(new Response(null, { status: 204 }));
    return Promise.resolve(Response.json({ turns: [line], before: null }));
  });
  return asked;
}

function Line() {
  const turns = useTurns();
  return <TurnLine turn={turns[0] ?? HEARD} opens customer="Dana" />;
}

function useTurns(): Turn[] {
  const found = useInfiniteQuery(turnsQuery('c1'));
  return found.data?.pages[0]?.turns ?? [];
}

function open(ended = true, sides = true) {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  render(
    <QueryClientProvider client={client}>
      <Tooltip.Provider>
        <Edits callId="c1" ended={ended} sides={sides}>
          <Line />
        </Edits>
      </Tooltip.Provider>
    </QueryClientProvider>,
  );
  return userEvent.setup();
}

it('corrects a line by keyboard alone and takes it back', async () => {
  const asked = serve();
  const user = open();
  const pencil = await screen.findByRole('button', { name: 'Correct the line at 1:05' });
  pencil.focus();
  await user.keyboard('{Enter}');
  const words = screen.getByRole('textbox', { name: 'Words of the line' });
  expect(document.activeElement).toBe(words);
  await user.clear(words);
  await user.keyboard('We use Salesforce.{Enter}');

  expect(await screen.findByText('We use Salesforce.')).toBeTruthy();
  expect(asked).toContainEqual([
    'PATCH /api/v1/calls/c1/turns/t1',
    { text: 'We use Salesforce.', speaker: 'customer' },
  ]);
  expect(document.activeElement).toBe(
    screen.getByRole('button', { name: 'Correct the line at 1:05' }),
  );
  await user.click(screen.getByRole('button', { name: 'Undo' }));
  expect(await screen.findByText('we use sales for us')).toBeTruthy();
  expect(screen.queryByText('Corrected')).toBeNull();
});

it('leaves the line when Escape is pressed or nothing was changed', async () => {
  const asked = serve();
  const user = open();
  const pencil = await screen.findByRole('button', { name: 'Correct the line at 1:05' });
  await user.click(pencil);
  await user.keyboard('x{Escape}');
  await user.click(screen.getByRole('button', { name: 'Correct the line at 1:05' }));
  await user.keyboard('{Enter}');

  expect(screen.queryByRole('textbox')).toBeNull();
  expect(asked.filter(([what]) => what.startsWith('PATCH'))).toEqual([]);
});

it('says who spoke, shows what was heard and restores it', async () => {
  const asked = serve();
  const user = open();
  await user.click(await screen.findByRole('button', { name: 'Correct the line at 1:05' }));
  await user.click(screen.getByRole('radio', { name: 'You' }));
  await user.click(screen.getByRole('button', { name: 'Save' }));

  await user.click(await screen.findByText('Corrected'));
  expect(screen.getByText(/Heard from Dana/)).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'Restore' }));
  expect(asked).toContainEqual(['PATCH /api/v1/calls/c1/turns/t1', { text: null, speaker: null }]);
});

it('swaps both sides and back', async () => {
  const asked = serve();
  const user = open();
  await user.click(await screen.findByRole('button', { name: 'Swap the speakers' }));
  await user.click(await screen.findByRole('button', { name: 'Undo' }));

  const swaps = asked.filter(([what]) => what === 'POST /api/v1/calls/c1/swap-speakers');
  expect(swaps).toHaveLength(2);
});

it('has no sides to swap where nobody is known, and says what can be done', async () => {
  serve();
  open(true, false);
  await screen.findByText(/Give each line to the one who said it/);
  expect(screen.queryByRole('button', { name: 'Swap the speakers' })).toBeNull();
});

it('copies the address of the line, also while the call goes on', async () => {
  serve();
  const user = open(false);
  await user.click(await screen.findByRole('button', { name: 'Copy the link to 1:05' }));

  expect(await navigator.clipboard.readText()).toBe(`${window.location.origin}/?turn=t1`);
  expect(screen.queryByRole('button', { name: /Correct/ })).toBeNull();
});
