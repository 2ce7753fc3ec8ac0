import { cleanup, screen } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';

import { visit } from '@/test/visit';

import { EndedView } from './EndedView';
import { liveState } from './fixtures';

afterEach(cleanup);

it('says how many objectives there were to reach', async () => {
  const state = liveState({ phase: 'ended' });
  visit({
    '/': () => <EndedView state={state} lines={3} objectives={14} onAgain={() => undefined} />,
  });
  const label = await screen.findByText('Objectives');
  expect(label.nextSibling?.textContent).toMatch(/^\d+ of 14$/);
});
