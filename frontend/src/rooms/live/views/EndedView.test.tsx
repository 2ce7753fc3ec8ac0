import { cleanup, screen } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';

import { visit } from '@/test/visit';

import { EndedView } from './EndedView';
import { liveState } from './fixtures';

afterEach(cleanup);

it('says how many objectives there were to reach', async () => {
  const state = liveState({ phase: 'ended' });
  visit({
    '/': () => (
      <EndedView
        state={state}
        reviewed={null}
        lines={3}
        objectives={14}
        onAgain={() => undefined}
      />
    ),
  });
  const label = await screen.findByText('Objectives');
  expect(label.nextSibling?.textContent).toMatch(/^\d+ of 14$/);
});

it('counts used cards only where there were any', async () => {
  visit({
    '/': () => (
      <EndedView
        state={liveState({ phase: 'ended', suggestions: [] })}
        reviewed={null}
        lines={3}
        objectives={14}
        onAgain={() => undefined}
      />
    ),
  });
  await screen.findByText('Objectives');
  expect(screen.queryByText('Cards used')).toBeNull();
});

it('takes the focus that went with the call, and leaves one that is elsewhere', async () => {
  const view = () => (
    <EndedView
      state={liveState({ phase: 'ended' })}
      reviewed={null}
      lines={3}
      objectives={14}
      onAgain={() => undefined}
    />
  );
  visit({ '/': view });
  const heading = await screen.findByRole('heading', { level: 1 });
  expect(document.activeElement).toBe(heading);
  cleanup();

  const elsewhere = document.body.appendChild(document.createElement('button'));
  elsewhere.focus();
  visit({ '/': view });
  await screen.findByRole('heading', { level: 1 });
  expect(document.activeElement).toBe(elsewhere);
  elsewhere.remove();
});

it('lists what was promised as the review tells it, once there is one', async () => {
  const evidence = { turn_id: 't1', quote: 'Thursday at ten, then.', start_ms: 0, end_ms: 900 };
  const heard = { id: 'p1', who: 'salesperson', what: 'send it', due: null, dueOn: null, evidence };
  const state = liveState({ phase: 'ended', promises: [heard] });
  const meet = { ...heard, id: 'p2', who: 'both', what: 'meet' };
  visit({
    '/': () => (
      <EndedView
        state={state}
        reviewed={[heard, meet]}
        lines={3}
        objectives={14}
        onAgain={() => undefined}
      />
    ),
  });
  expect(await screen.findByText('Meet')).toBeTruthy();
  expect(screen.getByText('Send it')).toBeTruthy();
});
