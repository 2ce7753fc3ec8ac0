import { cleanup, screen } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';

import { serve } from '@/test/server';
import { visit } from '@/test/visit';
import { TipProvider } from '@/ui/Tip';

import { ImportRow } from './ImportRow';
import type { Import } from './importsApi';
import { momentText } from './importWords';

afterEach(cleanup);

const BEGAN = '2026-03-10T14:02:11Z';
const JOB = {
  id: 'imp_1',
  name: 'call.wav',
  size: 1_000,
  state: 'queued',
  kind: 'recording',
  customer: 'Dana',
  company: null,
  began_at: BEGAN,
  dated_by: 'modified',
  call_id: null,
} as unknown as Import;

function show(part: Partial<Import>) {
  serve(() => ({}));
  visit({
    '/': () => (
      <TipProvider>
        <ul>
          <ImportRow job={{ ...JOB, ...part }} />
        </ul>
      </TipProvider>
    ),
    '/calls/$callId': null,
  });
  return screen.findByText('call.wav');
}

it.each([
  ['modified', ' Date from the file, please check'],
  ['import', ' Date of the import, please check'],
  ['user', ''],
] as const)('says when the call was, and by %s whether that is a guess', async (by, guess) => {
  await show({ dated_by: by });
  const when = screen.getByText(momentText(BEGAN), { exact: false });
  expect(when.textContent).toBe(momentText(BEGAN) + guess);
});

it('says no date where nobody knows one, or none can be said any more', async () => {
  await show({ began_at: null, dated_by: null });
  expect(screen.queryByText(/please check/)).toBeNull();
  cleanup();
  await show({ state: 'done', call_id: 'c1' });
  expect(screen.queryByText(momentText(BEGAN), { exact: false })).toBeNull();
});
