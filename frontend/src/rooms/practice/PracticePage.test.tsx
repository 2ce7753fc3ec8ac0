import { cleanup, screen } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';

import { serve } from '@/test/server';
import { visit } from '@/test/visit';

import { PracticePage } from './PracticePage';
import type { ListedDrill } from './practiceApi';

afterEach(cleanup);

const LISTED: ListedDrill = {
  drill: {
    id: 'd1',
    call_id: 'c1',
    turn_id: 't2',
    opportunity: 'The price objection came back.',
    what_to_do: 'Ask.',
    due_at: '2026-03-02T09:00:00Z',
    due: true,
    step: 0,
  },
  line: 'That is quite expensive,',
  title: 'Dana',
  company: 'Northwind',
  called_at: '2026-03-01T09:00:00Z',
  demo: true,
  attempts: 0,
  last_at: null,
};

it('lists a drill of the demo as one, with the line as it is read', async () => {
  serve(() => ({ drills: [LISTED] }));
  visit({ '/practice': PracticePage, '/practice/$drillId': null }, '/practice');
  const link = await screen.findByRole('link', { name: /^“That is quite expensive\.”/ });
  expect(link.textContent).toContain('Dana, demo call, Northwind, ');
});
