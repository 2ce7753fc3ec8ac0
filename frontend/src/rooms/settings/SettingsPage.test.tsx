import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, configure, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { TipProvider } from '@/ui/Tip';

import { reasonOf } from './coaching/MutedCards';
import { SettingsPage } from './SettingsPage';
import type { CoachingChange, CoachingSettings, CueSpec, MutedCard } from './settingsApi';
import { differs } from './useCoaching';

configure({ asyncUtilTimeout: 4_000 });

const SPECS: Record<string, CueSpec> = {
  pace: {
    on: true,
    threshold: 188,
    unit: 'words_a_minute',
    least: 120,
    most: 260,
    source: 'Gong Labs',
  },
  silence: {
    on: true,
    threshold: 8,
    unit: 'seconds',
    least: 3,
    most: 60,
    source: 'our own default',
  },
  never_say: {
    on: true,
    threshold: null,
    unit: null,
    least: 0,
    most: 0,
    source: 'your playbook',
  },
};

const MUTED: MutedCard = {
  playbook_id: 'default',
  playbook_name: 'Phones',
  script_id: 'price_value',
  script_name: 'Too expensive',
  category: 'Price',
  text: 'What is one caller worth?',
  reason: 'voted_wrong',
  wrong: 2,
  dismissed: 0,
};

function settings(part: Partial<CoachingSettings> = {}): CoachingSettings {
  return {
    mode: null,
    early_cards: true,
    cues: Object.fromEntries(
      Object.entries(SPECS).map(([kind, { on, threshold }]) => [kind, { on, threshold }]),
    ),
    muted: [MUTED],
    defaults: { mode: 'suggestion', early_cards: true, cues: SPECS },
    ...part,
  };
}

/** A server that keeps what it is sent. */
class Server {
  kept = settings();
  sent: CoachingChange[] = [];
  refuse: string | null = null;

  fetch = (_: URL | RequestInfo, init?: RequestInit): Promise<Response> => {
    if (init?.method !== 'PUT') return Promise.resolve(Response.json(this.kept));
    if (this.refuse !== null) {
      const error = { code: 'storage_unavailable', message: this.refuse };
      return Promise.resolve(Response.json({ error }, { status: 503 }));
    }
    const change = JSON.parse(init.body as string) as CoachingChange;
    this.sent.push(change);
    const { mode = null, early_cards = true, cues = {}, muted } = change;
    const left =
      muted === null || muted === undefined
        ? this.kept.muted
        : this.kept.muted.filter((card) =>
            muted.some(({ script_id }) => script_id === card.script_id),
          );
    this.kept = {
      ...this.kept,
      mode,
      early_cards,
      cues: { ...this.kept.cues, ...cues },
      muted: left,
    };
    return Promise.resolve(Response.json(this.kept));
  };
}

let server: Server;

function open(): ReturnType<typeof userEvent.setup> {
  render(
    <QueryClientProvider
      client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}
    >
      <TipProvider>
        <SettingsPage />
      </TipProvider>
    </QueryClientProvider>,
  );
  return userEvent.setup();
}

beforeEach(() => {
  server = new Server();
  vi.stubGlobal('fetch', server.fetch);
});

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

describe('coaching', () => {
  it('saves a switch at once, and says so', async () => {
    const user = open();
    await user.click(await screen.findByRole('switch', { name: 'Talking fast' }));

    expect(await screen.findByText('Saved. Used from the next call on.')).toBeTruthy();
    expect(server.sent).toHaveLength(1);
    expect(server.sent[0]?.cues?.['pace']).toEqual({ on: false, threshold: 188 });
    expect(server.sent[0]?.muted).toBeNull();
    expect(screen.getByRole('switch', { name: 'Talking fast' }).getAttribute('aria-checked')).toBe(
      'false',
    );
  });

  it('keeps a figure when it is left, and only one that fits', async () => {
    const user = open();
    const pace = await screen.findByRole('textbox', { name: 'Talking fast: words a minute' });
    await user.clear(pace);
    await user.type(pace, '500');
    expect(pace.getAttribute('aria-invalid')).toBe('true');
    await user.tab();
    expect(server.sent).toEqual([]);
    expect(screen.getByRole('alert').textContent).toBe(
      'Between 120 and 260. Not saved: 188 is in force.',
    );
    expect((pace as HTMLInputElement).value).toBe('500');
    expect(screen.getByText('A figure is out of its range and not saved.')).toBeTruthy();

    const again = screen.getByRole('textbox', { name: 'Talking fast: words a minute' });
    await user.clear(again);
    await user.type(again, '200{Enter}');
    await screen.findByText('Saved. Used from the next call on.');
    expect(server.sent[0]?.cues?.['pace']).toEqual({ on: true, threshold: 200 });

    await user.click(screen.getByRole('button', { name: 'Talking fast: back to 188' }));
    await vi.waitFor(() => expect(server.kept.cues['pace']?.threshold).toBe(188));
  });

  it('does not call a figure saved because something else was', async () => {
    const user = open();
    await user.click(await screen.findByRole('switch', { name: 'Long silence' }));
    await screen.findByText('Saved. Used from the next call on.');
    const pace = screen.getByRole('textbox', { name: 'Talking fast: words a minute' });
    await user.clear(pace);
    await user.type(pace, '5{Enter}');
    expect(screen.queryByText('Saved. Used from the next call on.')).toBeNull();

    await user.type(pace, '{Escape}');
    expect((pace as HTMLInputElement).value).toBe('188');
    expect(screen.getByText('Saved. Used from the next call on.')).toBeTruthy();
  });

  it('chooses what the coach shows, and early cards', async () => {
    const user = open();
    await user.click(await screen.findByRole('radio', { name: 'Guidance' }));
    await user.click(screen.getByRole('switch', { name: 'Cards before they finish' }));

    await vi.waitFor(() =>
      expect(server.kept).toMatchObject({ mode: 'guidance', early_cards: false }),
    );
    await user.click(screen.getByRole('radio', { name: 'Suggestions' }));
    await vi.waitFor(() => expect(server.kept.mode).toBeNull());
  });

  it('lists muted cards with the reason, and uses one again', async () => {
    const user = open();
    const block = await screen.findByRole('region', { name: 'Muted cards' });
    expect(within(block).getByText('You called it wrong 2 times.')).toBeTruthy();

    await user.click(within(block).getByRole('button', { name: 'Use Too expensive again' }));

    expect(await within(block).findByText(/^None\./)).toBeTruthy();
    await vi.waitFor(() => expect(server.sent[0]?.muted).toEqual([]));
  });

  it('sets everything back, but only when asked twice, and keeps muted cards', async () => {
    server.kept = settings({
      mode: 'guidance',
      early_cards: false,
      cues: { ...settings().cues, pace: { on: false, threshold: 200 } },
    });
    const user = open();
    await user.click(await screen.findByRole('button', { name: 'Set all back' }));
    await user.click(screen.getByRole('button', { name: 'Set back' }));

    await vi.waitFor(() => expect(differs(server.kept)).toBe(false));
    expect(server.kept.muted).toHaveLength(1);
  });

  it('says when a change was not kept, and shows what is', async () => {
    const user = open();
    server.refuse = 'Storage cannot be used just now.';
    await user.click(await screen.findByRole('switch', { name: 'Long silence' }));

    expect(await screen.findByText('Storage cannot be used just now.')).toBeTruthy();
    await vi.waitFor(() =>
      expect(
        screen.getByRole('switch', { name: 'Long silence' }).getAttribute('aria-checked'),
      ).toBe('true'),
    );
  });

  it('has nothing to set back when nothing differs', async () => {
    open();
    const back = await screen.findByRole('button', { name: 'Set all back' });
    expect((back as HTMLButtonElement).disabled).toBe(true);
  });
});

describe('reasonOf', () => {
  it('says why a card no longer comes', () => {
    expect(reasonOf({ ...MUTED, reason: 'dismissed', dismissed: 4 })).toBe(
      'You dismissed it 4 times in a row.',
    );
    expect(reasonOf({ ...MUTED, reason: 'by_hand' })).toBe('You muted it.');
  });
});
