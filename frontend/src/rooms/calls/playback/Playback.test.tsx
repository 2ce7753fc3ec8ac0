import { cleanup, screen } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';

import { serve } from '@/test/server';
import { visit } from '@/test/visit';
import { TipProvider } from '@/ui/Tip';
import type { CallEvent, Evidence } from '@/wire/messages';

import { Playback } from './Playback';

afterEach(cleanup);

const evidence = (turn_id: string, start_ms: number): Evidence => ({
  turn_id,
  quote: '',
  start_ms,
  end_ms: start_ms + 500,
});

const objection = (seq: number, objection_type: string, said: Evidence) =>
  ({
    type: 'signal',
    seq,
    kind: 'objection',
    objection_type,
    evidence: said,
    withdrawn: false,
  }) as unknown as CallEvent;

const PRICE = evidence('t1', 4_000);
const HEARD = [objection(3, 'price', PRICE), objection(4, 'timing', evidence('t2', 9_000))];

function show(analysis: object) {
  serve(({ path }) => (path.endsWith('/analysis') ? analysis : { state: 'none' }));
  visit({
    '/': () => (
      <TipProvider>
        <Playback
          callId="c1"
          durationMs={60_000}
          customer="Dana"
          entries={[]}
          events={HEARD}
          hasEarlier={false}
          moment={null}
          onShow={() => undefined}
        />
      </TipProvider>
    ),
  });
  return screen.findByRole('complementary', { name: 'Map of the call' });
}

it('holds what was heard to the objections of the review', async () => {
  const objections = [{ type: 'price', evidence: PRICE, answer: null }];
  await show({ status: 'ready', job: { state: 'done' }, objections });
  await screen.findByRole('button', { name: /Timing objection, not counted in the review/ });
  expect(screen.queryByRole('button', { name: /Price objection, not counted/ })).toBeNull();
});

it('counts all of them while there is no review', async () => {
  await show({ status: 'pending', job: { state: 'running' } });
  await screen.findByRole('button', { name: /Timing objection/ });
  expect(screen.queryByRole('button', { name: /not counted/ })).toBeNull();
});
