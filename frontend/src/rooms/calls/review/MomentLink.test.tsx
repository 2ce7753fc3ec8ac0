import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';

import { TipProvider } from '@/ui/Tip';

import { HasTimes } from '../momentTimes';
import { MomentLink } from './MomentLink';

afterEach(cleanup);

it('quotes without the comma that a line ended on', () => {
  const moment = { turn_id: 't1', quote: 'the other offer,', start_ms: 0, end_ms: 1_000 };
  render(
    <TipProvider>
      <MomentLink moment={moment} onShow={() => undefined} />
    </TipProvider>,
  );

  expect(screen.getByText('“the other offer”')).toBeTruthy();
});

it('begins with the words where the call has no times', () => {
  const moment = { turn_id: 't1', quote: 'the other offer', start_ms: 0, end_ms: 1_000 };
  render(
    <TipProvider>
      <HasTimes value={false}>
        <MomentLink moment={moment} onShow={() => undefined} />
      </HasTimes>
    </TipProvider>,
  );

  const words = screen.getByText('“the other offer”');
  expect(words.parentElement?.firstElementChild).toBe(words);
});
