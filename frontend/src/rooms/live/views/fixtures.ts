/** A call in its middle, for the tests of the views. */
import { vi } from 'vitest';

import { IDLE_STATE } from '../state/initial';
import type { CallHandle, Card, LiveState, TurnLine } from '../state/types';

export function turn(part: Partial<TurnLine> = {}): TurnLine {
  return {
    turnId: 't1',
    speaker: 'customer',
    text: 'What does it cost?',
    isFinal: true,
    startMs: 1000,
    endMs: 3000,
    confidence: 0.9,
    ...part,
  };
}

export function card(part: Partial<Card> = {}): Card {
  return {
    id: 'c1',
    at_ms: 4000,
    primary_suggestion: {
      text: 'It is $79 a month.',
      reasoning: 'They asked for the price.',
      confidence: 86,
      urgency: 'high',
    },
    context: {
      call_stage: 'pitch',
      objection_detected: true,
      objection_type: 'price',
      buying_signal: false,
      sentiment: 'neutral',
    },
    highlight_toolkit: ['price'],
    script_id: null,
    next_move: 'Then wait.',
    source: 'local',
    model: null,
    early: false,
    evidence: { turn_id: 't1', quote: 'What does it cost?', start_ms: 1000, end_ms: 3000 },
    latency_ms: 380,
    status: 'shown',
    vote: null,
    usedBy: null,
    withdrawnFor: null,
    receivedAt: 0,
    ...part,
  };
}

export function liveState(part: Partial<LiveState> = {}): LiveState {
  return {
    ...IDLE_STATE,
    phase: 'live',
    connection: 'online',
    callId: 'call_1',
    startedAtMs: Date.now(),
    turns: [turn()],
    suggestions: [card()],
    ...part,
  };
}

/** A call whose every action is only noted. */
export function fakeCall(state: LiveState) {
  return {
    state,
    start: vi.fn(() => Promise.resolve()),
    end: vi.fn(),
    pause: vi.fn(),
    unpause: vi.fn(),
    mute: vi.fn(),
    swapSpeakers: vi.fn(),
    setMode: vi.fn(),
    useSuggestion: vi.fn(),
    dismissSuggestion: vi.fn(),
    vote: vi.fn(),
    setObjective: vi.fn(),
    markMoment: vi.fn(),
    note: vi.fn(),
    loadOlderTurns: vi.fn(() => Promise.resolve([])),
    clearError: vi.fn(),
    reset: vi.fn(),
    resumable: null,
    resume: vi.fn(() => Promise.resolve()),
    takeBack: vi.fn(() => Promise.resolve()),
    endResumable: vi.fn(() => Promise.resolve()),
  } satisfies CallHandle;
}
