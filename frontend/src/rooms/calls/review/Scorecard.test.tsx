import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';

import { Scorecard } from './Scorecard';

afterEach(cleanup);

it('says why a part has no score, without being opened', () => {
  const because = 'The file has no times, so nobody knows how long you spoke.';
  const part = {
    key: 'listening',
    name: 'Listening',
    definition: '10, less 2 for each figure out of its range.',
    weight: 15,
    score: null,
    because,
    evidence: [],
  } as const;
  render(
    <QueryClientProvider client={new QueryClient()}>
      <Scorecard
        review={{
          success_score: 7,
          call_outcome: 'undecided',
          scorecard: [{ ...part, evidence: [] }],
        }}
        onShow={() => undefined}
      />
    </QueryClientProvider>,
  );

  const summary = screen.getByText('Listening').closest('summary');
  expect(summary?.textContent).toBe(`ListeningNot scored${because}`);
});
