import { expect, it } from 'vitest';

import { historyOf, insightsSearch, serverScope } from './insightsSearch';

const NOW = new Date(2026, 2, 31, 9);

it('understands what it can of an address and leaves out the rest', () => {
  expect(insightsSearch({ within: '30', from: 'soon', playbook: 'acme', x: 1 })).toEqual({
    within: '30',
    playbook: 'acme',
  });
});

it('asks for the last 90 days unless told otherwise', () => {
  expect(serverScope({}, NOW)).toEqual({ since: '2026-01-01' });
  expect(serverScope({ within: 'all' }, NOW)).toEqual({});
  expect(serverScope({ within: '30', playbook: 'acme' }, NOW)).toEqual({
    since: '2026-03-02',
    playbook: 'acme',
  });
});

it('takes own days as they are, the last one included', () => {
  expect(serverScope({ from: '2026-02-01', to: '2026-02-28' }, NOW)).toEqual({
    since: '2026-02-01',
    until: '2026-02-28',
  });
});

it('leads to the same calls in the history', () => {
  expect(historyOf({ playbook: 'acme' }, NOW, { stage: 'close' })).toEqual({
    from: '2026-01-01',
    playbook: 'acme',
    stage: 'close',
  });
  expect(historyOf({}, NOW, { from: '2026-03-02', to: '2026-03-08' })).toEqual({
    from: '2026-03-02',
    to: '2026-03-08',
  });
});
