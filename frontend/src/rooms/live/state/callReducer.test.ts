import { describe, expect, it } from 'vitest';
import golden from '../../../../../fixtures/calls/price_objection.jsonl?raw';
import { step } from '@/wire/connection';
import { IDLE, type ConnectionState } from '@/wire/connectionTypes';
import type { CallEvent, ServerMessage, SuggestionShown, Transcription } from '@/wire/messages';
import { actionOf, callReducer, type CallAction } from './callReducer';
import { CARDS_IN_MEMORY } from './cards';
import { IDLE_STATE } from './initial';
import { TURNS_IN_MEMORY } from './turns';
import type { LiveState } from './types';

const NOW = 1_800_000_000_000;
const base = { call_id: 'c', seq: 1, at_ms: 1000 };

function reduce(state: LiveState, ...actions: CallAction[]): LiveState {
  return actions.reduce(callReducer, state);
}

function hear(state: LiveState, ...messages: ServerMessage[]): LiveState {
  return reduce(state, ...messages.map((message) => actionOf(message, NOW)));
}

function live(): LiveState {
  return hear(reduce(IDLE_STATE, { type: 'START', demo: false, nowMs: NOW }), {
    type: 'call_opened',
    call_id: 'c',
    resume_token: 'secret',
  });
}

function said(turnId: string, text: string, change: Partial<Transcription> = {}): Transcription {
  return {
    ...base,
    type: 'transcription',
    turn_id: turnId,
    text,
    speaker: 'customer',
    is_final: true,
    start_ms: 0,
    end_ms: 500,
    confidence: null,
    channel: 1,
    committed_ms: 0,
    ...change,
  };
}

function card(id: string): SuggestionShown {
  return {
    ...base,
    type: 'suggestion',
    id,
    primary_suggestion: { text: 'Say this.', reasoning: '', confidence: 80, urgency: 'normal' },
    context: {
      call_stage: 'pitch',
      objection_detected: false,
      objection_type: null,
      buying_signal: true,
      sentiment: 'neutral',
    },
    highlight_toolkit: ['closing'],
    script_id: null,
    next_move: 'Wait.',
    source: 'local',
    model: null,
    early: true,
    evidence: { turn_id: 't', quote: 'q', start_ms: 0, end_ms: 1 },
    latency_ms: 0,
  };
}

/** The golden call through the connection and the reducer: the state after each message. */
function play(): LiveState[] {
  const messages = golden
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as ServerMessage);
  const random = () => 0;
  const states: LiveState[] = [];
  let state = reduce(IDLE_STATE, { type: 'START', demo: false, nowMs: NOW });
  let line: ConnectionState = step(
    IDLE,
    {
      type: 'start',
      message: { type: 'start_call', channels: [{ id: 0, role: 'salesperson' }], consent: true },
    },
    NOW,
    random,
  ).state;
  for (const message of messages) {
    if (message.type === 'connection_established') {
      if (line.at === 'live') {
        line = step(line, { type: 'lost', code: 1006 }, NOW, random).state;
        line = step(line, { type: 'timer', name: 'retry' }, NOW, random).state;
      }
      line = step(line, { type: 'opened' }, NOW, random).state;
    }
    const { state: next, effects } = step(line, { type: 'message', message }, NOW, random);
    line = next;
    for (const effect of effects) {
      if (effect.do === 'deliver') state = hear(state, effect.message);
    }
    states.push(state);
  }
  return states;
}

describe('the golden call', () => {
  const states = play();
  const end = states.at(-1) ?? IDLE_STATE;

  it('ends with every turn once, in order, under the right speaker', () => {
    expect(end.turns.map(({ turnId }) => turnId)).toEqual(['t1', 't2', 't3', 't4', 't5', 't6']);
    expect(end.turns.map(({ speaker }) => speaker[0])).toEqual(['s', 'c', 's', 'c', 'c', 's']);
    expect(end.turns.every(({ isFinal }) => isFinal)).toBe(true);
    expect(end.turns[3]?.text).toBe('We let it ring. Maybe ten calls a week get lost.');
  });

  it('shows an interim as one, until its final replaces it', () => {
    const seen = states.map(({ turns }) => turns[0]).filter((line) => line !== undefined);
    expect(seen[0]).toMatchObject({ text: 'Hi Dana this is', isFinal: false });
    expect(Math.max(...states.slice(0, 7).map(({ turns }) => turns.length))).toBe(1);
  });

  it('carries the card through its refinement to its use', () => {
    expect(end.suggestions).toHaveLength(1);
    expect(end.suggestions[0]).toMatchObject({
      id: 'card1',
      status: 'used',
      usedBy: 'heard',
      source: 'local',
      next_move: 'Wait for the number, then set it against the ten lost calls.',
      primary_suggestion: { confidence: 90 },
      receivedAt: NOW,
    });
    expect(end.highlightCategories).toEqual(['price', 'discovery']);
  });

  it('follows stage, objectives, metrics, pause and trouble', () => {
    expect(end.stage).toEqual({ current: 'objection', confidence: 0.88, enteredAtMs: 15_900 });
    expect(Object.keys(end.objectives)).toEqual(['permission', 'concern_explored']);
    expect(end.metrics.talk_ratio).toBe(0.46);
    expect(states.map(({ phase }) => phase)).toContain('paused');
    expect(end.gaps).toEqual([{ channel: null, startMs: 25_000, endMs: 31_000, reason: 'paused' }]);
    expect(states.some(({ degraded }) => degraded.coach === 'timeout')).toBe(true);
    expect(end.degraded).toEqual({});
    expect(end.moments).toEqual([{ label: null, atMs: 33_000 }]);
    expect(end.engines).toEqual({ stt: 'local', coach: 'local' });
    expect(end.customer?.name).toBe('Dana Reyes');
  });

  it('is over at the end', () => {
    expect(end.phase).toBe('ended');
    expect(end.endedSummary).toEqual({ callId: 'call_golden', durationS: 36, reason: 'ended' });
  });
});

describe('ADD_TRANSCRIPTION', () => {
  it('keeps the last hundred and says that there were more', () => {
    let state = live();
    for (let i = 0; i < TURNS_IN_MEMORY + 5; i += 1) {
      state = hear(state, said(`t${i}`, 'words', { start_ms: i * 1000 }));
    }
    expect(state.turns).toHaveLength(TURNS_IN_MEMORY);
    expect(state.turns[0]?.turnId).toBe('t5');
    expect(state.hasOlderTurns).toBe(true);
    const again = hear(state, said('t1', 'words that grew', { start_ms: 1000 }));
    expect(again.turns).toBe(state.turns);
  });

  it('puts a turn where it began, not where its text came', () => {
    const state = hear(
      live(),
      said('b', 'second', { start_ms: 2000 }),
      said('a', 'first', { start_ms: 1000, speaker: 'salesperson' }),
    );
    expect(state.turns.map(({ turnId }) => turnId)).toEqual(['a', 'b']);
  });

  it('takes back a turn whose words were taken back', () => {
    const state = hear(live(), said('a', 'echo', { is_final: false }), said('a', ''));
    expect(state.turns).toEqual([]);
  });
});

describe('cards', () => {
  it('keeps the last twenty', () => {
    const shown = Array.from({ length: CARDS_IN_MEMORY + 3 }, (_, i) => card(`c${i}`));
    const state = hear(live(), ...shown);
    expect(state.suggestions).toHaveLength(CARDS_IN_MEMORY);
    expect(state.suggestions.at(-1)?.id).toBe(`c${CARDS_IN_MEMORY + 2}`);
  });

  it('leaves a used card used when it expires, and ignores news of a forgotten one', () => {
    const used: CallEvent = { ...base, type: 'suggestion_used', id: 'a', by: 'user' };
    const withdrawn: CallEvent = {
      ...base,
      type: 'suggestion_withdrawn',
      id: 'a',
      reason: 'expired',
    };
    const state = hear(live(), card('a'), used, withdrawn, { ...withdrawn, id: 'unknown' });
    expect(state.suggestions.map(({ status }) => status)).toEqual(['used']);
  });

  it('keeps a vote beside what became of the card', () => {
    const state = hear(
      live(),
      card('a'),
      { ...base, type: 'suggestion_dismissed', id: 'a' },
      { ...base, type: 'suggestion_voted', id: 'a', vote: 'wrong' },
    );
    expect(state.suggestions[0]).toMatchObject({ status: 'dismissed', vote: 'wrong' });
  });
});

describe('the rest of a call', () => {
  it('swaps the speakers of earlier turns, unknown ones aside', () => {
    const state = hear(
      live(),
      said('a', 'x', { speaker: 'salesperson' }),
      said('b', 'y', { start_ms: 1 }),
      said('c', 'z', { start_ms: 2, speaker: 'unknown' }),
      { ...base, type: 'speakers_swapped' },
    );
    expect(state.turns.map(({ speaker }) => speaker)).toEqual([
      'customer',
      'salesperson',
      'unknown',
    ]);
  });

  it('shows a pause before the server confirms it, and only in a call', () => {
    const paused = reduce(live(), { type: 'PAUSE', paused: true });
    expect(paused.phase).toBe('paused');
    expect(hear(paused, { ...base, type: 'paused', call_ms: 1 }).phase).toBe('paused');
    expect(reduce(IDLE_STATE, { type: 'PAUSE', paused: true }).phase).toBe('idle');
  });

  it('is not talked out of ending', () => {
    const ending = reduce(live(), { type: 'END' });
    expect(hear(ending, { ...base, type: 'unpaused', call_ms: 1 }).phase).toBe('ending');
  });

  it('shows an error of the server, and keeps one about frames to itself', () => {
    const error = { type: 'error', message: 'm' } as const;
    expect(hear(live(), { ...error, code: 'suggestion_not_found' }).error?.code).toBe(
      'suggestion_not_found',
    );
    expect(hear(live(), { ...error, code: 'frame_too_fast' }).error).toBeNull();
  });
});

describe('the connection', () => {
  const status = { at: 'waiting', retryAtMs: NOW + 500, closed: null, problem: null } as const;

  it('tells a missing network from a missing server', () => {
    const away = (online: boolean) => reduce(live(), { type: 'STATUS', status, online });
    expect(away(true)).toMatchObject({ connection: 'reconnecting', retryAtMs: NOW + 500 });
    expect(away(false).connection).toBe('offline');
    const back = { ...status, at: 'live', retryAtMs: null } as const;
    expect(reduce(away(true), { type: 'STATUS', status: back, online: true })).toMatchObject({
      connection: 'online',
      retryAtMs: null,
    });
  });

  it('goes back to the beginning when the call could not be opened', () => {
    const problem = { code: 'busy', message: 'Full.' };
    const closed = { at: 'closed', retryAtMs: null, closed: 'refused', problem } as const;
    const connecting = reduce(IDLE_STATE, { type: 'START', demo: true, nowMs: NOW });
    const state = reduce(connecting, { type: 'STATUS', status: closed, online: true });
    expect(state).toMatchObject({ phase: 'idle', error: problem });
  });

  it('calls an open call over that the server no longer takes', () => {
    const problem = { code: 'call_has_ended', message: 'Over.' };
    const closed = { at: 'closed', retryAtMs: null, closed: 'refused', problem } as const;
    const state = reduce(hear(live(), said('a', 'x', { end_ms: 4000 })), {
      type: 'STATUS',
      status: closed,
      online: true,
    });
    expect(state).toMatchObject({
      phase: 'ended',
      endedSummary: { callId: 'c', durationS: 4, reason: 'failed' },
    });
  });

  it('says when another page has the call', () => {
    const closed = { at: 'closed', retryAtMs: null, closed: 'taken_over', problem: null } as const;
    const state = reduce(live(), { type: 'STATUS', status: closed, online: true });
    expect(state).toMatchObject({ phase: 'live', connection: 'taken_over' });
  });
});
