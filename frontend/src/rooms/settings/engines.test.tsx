import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, configure, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { TipProvider } from '@/ui/Tip';
import type { Retention } from '@/wire/retention';

import type { EngineSettings, Privacy, Tried } from './enginesApi';
import { SettingsPage } from './SettingsPage';

configure({ asyncUtilTimeout: 4_000 });

const KEY = { state: 'none', last_four: '', problem: '' } as const;
const HERE = { engine: 'local', host: '', leaves: false, lack: null, notes: [] };

function engines(part: Partial<EngineSettings> = {}): EngineSettings {
  const text = (value: string) => ({ value, default: value, by_environment: false });
  const number = (value: number, least: number, most: number) => ({
    value,
    default: value,
    least,
    most,
    by_environment: false,
  });
  return {
    stt_engine: { value: 'local', by_environment: false },
    coach_engine: { value: 'local', by_environment: false },
    speech_language: text('en'),
    deepgram_model: text('nova-3'),
    claude_model: text('claude-haiku-5-5'),
    claude_analysis_model: text('claude-sonnet-5-5'),
    openai_base_url: text(''),
    openai_model: text(''),
    max_context_tokens: number(16_000, 2_000, 1_000_000),
    first_words_ms: number(2_500, 200, 30_000),
    call_budget_usd: number(1, 0, 1_000),
    day_budget_usd: number(20, 0, 100_000),
    keys: { deepgram: KEY, claude: KEY, openai_compatible: KEY },
    languages: ['en'],
    speech: HERE,
    coach: HERE,
    ...part,
  };
}

const PRIVACY: Privacy = {
  handling: { card: 'not_kept', email: 'not_sent' },
  defaults: { card: 'not_kept', email: 'not_sent' },
  words: ['Falcon'],
  keep_audio: true,
};

const RETENTION: Retention = {
  sound_days: 90,
  call_days: null,
  default_sound_days: 90,
  most_days: 3650,
  due: { calls: 0, sounds: 0 },
};

type Reply = (body: unknown) => Response;

/** Answers by method and the end of the path; remembers what it was sent. */
class Server {
  engines = engines();
  privacy = PRIVACY;
  sent: { what: string; body: unknown }[] = [];
  on: Record<string, Reply> = {};

  fetch = (url: URL | RequestInfo, init?: RequestInit): Promise<Response> => {
    const path = url instanceof Request ? url.url : url.toString();
    const what = `${init?.method ?? 'GET'} ${path.replace(/^.*\/settings\//, '')}`;
    const body: unknown = typeof init?.body === 'string' ? JSON.parse(init.body) : undefined;
    if (!what.startsWith('GET')) this.sent.push({ what, body });
    const reply = this.on[what];
    if (reply !== undefined) return Promise.resolve(reply(body));
    if (what.endsWith('privacy')) {
      this.privacy = { ...this.privacy, ...(body as Partial<Privacy>) };
      return Promise.resolve(Response.json(this.privacy));
    }
    if (what.endsWith('retention')) return Promise.resolve(Response.json(RETENTION));
    return Promise.resolve(Response.json(this.engines));
  };
}

let server: Server;

function open(section: string): ReturnType<typeof userEvent.setup> {
  location.hash = section;
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

function wrong(path: string, message: string): Reply {
  const error = { code: 'wrong_setting', message, request_id: 'r', problems: [{ path, message }] };
  return () => Response.json({ error }, { status: 422 });
}

beforeEach(() => {
  server = new Server();
  vi.stubGlobal('fetch', server.fetch);
});

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  location.hash = '';
});

describe('engines', () => {
  it('says where sound and words go before a key is asked for', async () => {
    const user = open('engines');
    expect(await screen.findByText(/^No sound leaves/)).toBeTruthy();
    expect(screen.getByText(/^No words leave/)).toBeTruthy();
    expect(screen.queryByLabelText('Key')).toBeNull();

    server.on['PATCH engines'] = () =>
      Response.json(
        (server.engines = engines({
          stt_engine: { value: 'deepgram', by_environment: false },
          speech: { ...HERE, lack: 'no_key' },
          languages: ['en', 'de'],
        })),
      );
    await user.click(screen.getByRole('radio', { name: 'Deepgram' }));
    expect(await screen.findByText(/sound of both sides goes to Deepgram/)).toBeTruthy();
    expect(screen.getByText(/^It needs a key\. Until then the embedded/)).toBeTruthy();
    expect(server.sent).toEqual([{ what: 'PATCH engines', body: { stt_engine: 'deepgram' } }]);
  });

  it('says by the choice that a model is gone, and which one answers in its place', async () => {
    const note = 'Claude no longer has claude-of-old. claude-haiku-4-5 answers in its place.';
    const coach = { ...HERE, engine: 'claude', host: 'api.anthropic.com', leaves: true };
    server.engines = engines({
      coach_engine: { value: 'claude', by_environment: false },
      coach: { ...coach, notes: [note] },
    });
    open('engines');
    expect((await screen.findByText(note)).closest('[role=status]')).toBeTruthy();
  });

  it('takes a key once, and shows its last characters from then on', async () => {
    server.engines = engines({ coach_engine: { value: 'claude', by_environment: false } });
    const stored = engines({
      coach_engine: { value: 'claude', by_environment: false },
      keys: { ...server.engines.keys, claude: { state: 'stored', last_four: '4Yb7', problem: '' } },
    });
    const user = open('engines');
    const field = await screen.findByLabelText('Key');
    expect(field.getAttribute('type')).toBe('password');

    server.on['PUT engines/claude/key'] = wrong('anthropic_api_key', 'Too short.');
    await user.type(field, 'sk-ant-oops{Enter}');
    expect(await screen.findByText('Not saved. Too short.')).toBeTruthy();

    server.on['PUT engines/claude/key'] = () => Response.json(stored);
    await user.clear(field);
    await user.type(field, 'sk-ant-good{Enter}');
    expect(await screen.findByText('4Yb7')).toBeTruthy();
    expect(document.body.innerHTML).not.toContain('sk-ant-good');

    await user.click(screen.getByRole('button', { name: 'Replace the key of Claude' }));
    await user.type(await screen.findByLabelText('New key'), '{Escape}');
    expect(await screen.findByText('4Yb7')).toBeTruthy();

    server.on['DELETE engines/claude/key'] = () => Response.json(server.engines);
    await user.click(screen.getByRole('button', { name: 'Remove the key of Claude' }));
    expect(await screen.findByLabelText('Key')).toBeTruthy();
  });

  it('tests an engine and offers the next best model', async () => {
    server.engines = engines({ coach_engine: { value: 'claude', by_environment: false } });
    const tried: Tried = {
      outcome: 'model_unknown',
      message: 'Claude has no model claude-x.',
      instead: { setting: 'claude_model', model: 'claude-haiku-4-5' },
    };
    server.on['POST engines/claude/try'] = () => Response.json(tried);
    const user = open('engines');
    await user.click(await screen.findByRole('button', { name: 'Test Claude' }));
    expect(await screen.findByText('The model is not known')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Use claude-haiku-4-5' }));
    expect(server.sent.at(-1)).toEqual({
      what: 'PATCH engines',
      body: { claude_model: 'claude-haiku-4-5' },
    });
  });

  it('shows what the environment sets, and does not let it be changed', async () => {
    server.engines = engines({
      stt_engine: { value: 'deepgram', by_environment: true },
      deepgram_model: { value: 'nova-2', default: 'nova-3', by_environment: true },
      keys: {
        ...engines().keys,
        deepgram: { state: 'environment', last_four: 'e1f0', problem: '' },
      },
    });
    open('engines');
    const model = await screen.findByLabelText('Model');
    expect((model as HTMLInputElement).readOnly).toBe(true);
    const block = screen.getByRole('region', { name: 'Who hears your calls' });
    expect(within(block).queryByRole('radio')).toBeNull();
    expect(within(block).queryByRole('button', { name: /^Remove/ })).toBeNull();
    expect(within(block).getAllByText('Set by the environment of the server.')).toHaveLength(3);
  });

  it('says that a stored key cannot be read, and what to do', async () => {
    server.engines = engines({
      coach_engine: { value: 'claude', by_environment: false },
      coach: { ...HERE, lack: 'unreadable_key' },
      keys: {
        ...engines().keys,
        claude: { state: 'unreadable', last_four: '4Yb7', problem: 'SECRET_KEY is another.' },
      },
    });
    open('engines');
    expect(await screen.findByText('SECRET_KEY is another.')).toBeTruthy();
    expect(screen.getByLabelText('Key')).toBeTruthy();
  });
});

describe('limits', () => {
  it('keeps a number that does not fit in sight, with its range, and does not send it', async () => {
    const user = open('limits');
    const wait = await screen.findByLabelText('Wait for the first words');
    await user.clear(wait);
    await user.type(wait, '99{Enter}');
    expect(await screen.findByText('Not saved. Between 0.2 and 30 seconds.')).toBeTruthy();
    expect((wait as HTMLInputElement).value).toBe('99');
    expect(server.sent).toEqual([]);

    server.on['PATCH engines'] = () =>
      Response.json(
        engines({ first_words_ms: { ...server.engines.first_words_ms, value: 1_500 } }),
      );
    await user.clear(wait);
    await user.type(wait, '1.5{Enter}');
    expect(await screen.findByText('Saved. Used from the next call on.')).toBeTruthy();
    expect(server.sent).toEqual([{ what: 'PATCH engines', body: { first_words_ms: 1500 } }]);
  });

  it('says what the server has against a number', async () => {
    const user = open('limits');
    server.on['PATCH engines'] = wrong('call_budget_usd', 'Between 0 and 5.');
    const money = await screen.findByLabelText('In one call');
    await user.clear(money);
    await user.type(money, '7{Enter}');
    expect(await screen.findByText('Not saved. Between 0 and 5.')).toBeTruthy();
    await user.type(money, '{Escape}');
    expect((money as HTMLInputElement).value).toBe('1');
  });
});

describe('privacy', () => {
  it('chooses for each kind whether it is sent or kept', async () => {
    const user = open('privacy');
    const cards = await screen
      .findByRole('radiogroup', { name: 'Card numbers' })
      .catch(() => screen.findByRole('group', { name: 'Card numbers' }));
    await user.click(within(cards).getByText('Never send'));
    await vi.waitFor(() => expect(server.privacy.handling['card']).toBe('not_sent'));
    expect(server.privacy.handling['email']).toBe('not_sent');
    expect(server.privacy.words).toEqual(['Falcon']);
  });

  it('keeps a list of words', async () => {
    const user = open('privacy');
    await user.type(
      await screen.findByLabelText('A word or phrase to mask'),
      'Project X, Nightingale{Enter}',
    );
    await vi.waitFor(() =>
      expect(server.privacy.words).toEqual(['Falcon', 'Project X', 'Nightingale']),
    );
    await user.click(await screen.findByRole('button', { name: 'Remove Falcon' }));
    await vi.waitFor(() => expect(server.privacy.words).toEqual(['Project X', 'Nightingale']));
  });

  it('switches recordings off', async () => {
    const user = open('privacy');
    await user.click(await screen.findByRole('switch', { name: 'Keep recordings' }));
    await vi.waitFor(() => expect(server.privacy.keep_audio).toBe(false));
  });
});

describe('sections', () => {
  it('are walked through by links', async () => {
    const user = open('privacy');
    await user.click(screen.getByRole('link', { name: 'Limits' }));
    expect(await screen.findByRole('heading', { name: 'Limits' })).toBeTruthy();
    expect(screen.getByRole('link', { name: 'Limits' }).getAttribute('aria-current')).toBe('page');
  });
});
