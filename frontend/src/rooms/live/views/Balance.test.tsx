import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';

import { Balance } from './Balance';

afterEach(cleanup);

const metrics = {
  talk_ratio: 0.5,
  longest_monologue_ms: 20_000,
  questions: 2,
  pace_wpm: 160,
  interruptions: 0,
};

it('says why a figure stands out and what its range is', () => {
  const { rerender } = render(<Balance metrics={metrics} turns={9} />);
  expect(screen.queryByText(/is in range\./)).toBeNull();
  rerender(<Balance metrics={{ ...metrics, pace_wpm: 216 }} turns={9} />);
  expect(screen.getByText('You speak fast: up to 188 words a minute is in range.')).toBeTruthy();
});
