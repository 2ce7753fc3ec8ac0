import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it, vi } from 'vitest';

import type { Import } from './importsApi';
import { SpeakerChoice } from './SpeakerChoice';

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const JOB = {
  id: 'imp_1',
  customer: 'Dana',
  company: null,
  playbook_id: null,
  tags: ['Old'],
  began_at: null,
  roles: null,
  speakers: [{ id: 'Sam', suggested: 'salesperson', why: '', samples: [], lines: 1 }],
} as unknown as Import;

it.each([true, false])(
  'says who is who without a change of what was agreed, sound: %s',
  async (sound) => {
    const answer = vi.fn<typeof fetch>(() => Promise.resolve(Response.json({})));
    vi.stubGlobal('fetch', answer);
    render(
      <QueryClientProvider client={new QueryClient()}>
        <SpeakerChoice job={{ ...JOB, consent: true, record_audio: sound }} />
      </QueryClientProvider>,
    );

    await userEvent.setup().click(screen.getByRole('button', { name: 'Import' }));

    await waitFor(() => expect(answer).toHaveBeenCalled());
    const sent = answer.mock.calls[0]?.[1]?.body;
    expect(JSON.parse(sent as string)).toEqual({
      customer: 'Dana',
      company: null,
      playbook_id: null,
      tags: ['Old'],
      began_at: null,
      roles: { Sam: 'salesperson' },
      consent: true,
      record_audio: sound,
    });
  },
);
