/**
 * The life of the call's connection, as a pure function: what happened in, what to do out.
 *
 * It opens a call, notices when the line is dead (also one that is only half open), comes back
 * with growing delays and takes the call up where it was. Sockets and timers are the caller's.
 */
import {
  connectTimeout,
  failedTries,
  isDead,
  nextLookMs,
  OPEN_TIMEOUT_MS,
  PING_EVERY_MS,
  retryDelay,
  silentTries,
  START_TRIES,
} from './connectionTimes';
import {
  IDLE,
  type ClosedWhy,
  type ConnectionState,
  type Effect,
  type Input,
  type Step,
  type TimerName,
} from './connectionTypes';
import type { ClientMessage, ServerMessage } from './messages';

export const TAKEN_OVER = 4409;
/** The server will not change its mind: not signed in, forbidden, unknown, over. */
const FINAL_CODES: readonly number[] = [4401, 4403, 4404, 4410];
/** Answers to `resume_call` that will be the same the next time. */
const FINAL_ERRORS: readonly string[] = [
  'call_not_found',
  'call_has_ended',
  'wrong_resume_token',
  'invalid_message',
];

/** `random` in [0, 1) spreads the delays. */
export function step(
  state: ConnectionState,
  input: Input,
  nowMs: number,
  random: () => number,
): Step {
  switch (input.type) {
    case 'start':
      if (state.at !== 'idle' && state.at !== 'closed') return same(state);
      return connect({ ...IDLE, start: input.message });
    case 'resume':
      if (state.at !== 'idle' && state.at !== 'closed') return same(state);
      return connect({ ...IDLE, call: { id: input.callId, token: input.token } });
    case 'opened':
      if (state.at !== 'connecting') return same(state);
      return { state: { ...state, at: 'greeting', heardAtMs: nowMs }, effects: [] };
    case 'message':
      return onMessage({ ...state, heardAtMs: nowMs }, input.message, nowMs, random);
    case 'lost':
      return onLost(state, input.code, nowMs, random);
    case 'timer':
      return onTimer(state, input.name, nowMs, random);
    case 'online':
      return state.at === 'waiting' ? connect({ ...state, attempt: 0, silences: 0 }) : same(state);
    case 'quit':
      return state.at === 'closed' ? same(state) : close(state, 'quit', null);
  }
}

function same(state: ConnectionState): Step {
  return { state, effects: [] };
}

function connect(state: ConnectionState): Step {
  return {
    state: { ...state, at: 'connecting', retryAtMs: null },
    effects: [
      { do: 'stop', name: 'retry' },
      { do: 'connect' },
      { do: 'timer', name: 'handshake', ms: connectTimeout(state) },
    ],
  };
}

function close(
  state: ConnectionState,
  closed: ClosedWhy,
  problem: ConnectionState['problem'],
): Step {
  return {
    state: { ...state, at: 'closed', closed, problem, retryAtMs: null },
    effects: [
      { do: 'stop', name: 'retry' },
      { do: 'stop', name: 'handshake' },
      { do: 'stop', name: 'ping' },
      { do: 'disconnect' },
    ],
  };
}

function retry(state: ConnectionState, nowMs: number, random: () => number): Step {
  const attempt = failedTries(state, nowMs);
  if (!state.call && attempt + 1 >= START_TRIES) {
    return close(state, 'unreachable', {
      code: 'unreachable',
      message: 'The server cannot be reached. Check that it is running, then start again.',
    });
  }
  const ms = retryDelay(state, attempt, random);
  return {
    state: {
      ...state,
      at: 'waiting',
      attempt: attempt + 1,
      silences: silentTries(state, nowMs),
      retryAtMs: nowMs + ms,
    },
    effects: [
      { do: 'stop', name: 'handshake' },
      { do: 'stop', name: 'ping' },
      { do: 'disconnect' },
      { do: 'timer', name: 'retry', ms },
    ],
  };
}

/** It was waited for already, so the first try comes at once. */
function leaveDeadLine(state: ConnectionState, nowMs: number, random: () => number): Step {
  const silences = silentTries(state, nowMs) + 1;
  if (silences > 1) return retry({ ...state, silences }, nowMs, random);
  const next = connect({ ...state, attempt: failedTries(state, nowMs) + 1, silences });
  return { ...next, effects: [{ do: 'stop', name: 'ping' }, ...next.effects] };
}

function onMessage(
  state: ConnectionState,
  message: ServerMessage,
  nowMs: number,
  random: () => number,
): Step {
  switch (message.type) {
    case 'connection_established':
      return state.at === 'greeting' ? introduce(state) : same(state);
    case 'call_opened':
      if (state.at !== 'opening') return same(state);
      return enter(
        { ...state, call: { id: message.call_id, token: message.resume_token } },
        message,
        nowMs,
        { do: 'flow', audio: {}, replayTo: 0 },
      );
    case 'call_resumed':
      if (state.at !== 'opening') return same(state);
      return enter(state, message, nowMs, {
        do: 'flow',
        audio: message.audio,
        replayTo: message.last_seq,
      });
    case 'error':
      return onError(state, message, nowMs, random);
    case 'pong':
      return same(state);
    case 'audio_ack':
      return { state, effects: [{ do: 'deliver', message }] };
    default:
      return onEvent(state, message);
  }
}

function introduce(state: ConnectionState): Step {
  const { call, start, lastSeq } = state;
  const message: ClientMessage | null = call
    ? { type: 'resume_call', call_id: call.id, resume_token: call.token, last_seq: lastSeq }
    : start;
  if (!message) return same(state);
  return {
    state: { ...state, at: 'opening' },
    effects: [
      { do: 'send', message },
      { do: 'timer', name: 'handshake', ms: OPEN_TIMEOUT_MS },
    ],
  };
}

function enter(
  state: ConnectionState,
  message: ServerMessage,
  nowMs: number,
  flow: Extract<Effect, { do: 'flow' }>,
): Step {
  return {
    state: { ...state, at: 'live', liveSinceMs: nowMs, pingedAtMs: nowMs },
    effects: [
      { do: 'stop', name: 'handshake' },
      { do: 'timer', name: 'ping', ms: PING_EVERY_MS },
      { do: 'deliver', message },
      flow,
    ],
  };
}

function onError(
  state: ConnectionState,
  message: Extract<ServerMessage, { type: 'error' }>,
  nowMs: number,
  random: () => number,
): Step {
  const opening = state.at === 'opening' || state.at === 'greeting';
  if (!opening) return { state, effects: [{ do: 'deliver', message }] };
  // A server that restarts or is full today may well take an open call up in a moment.
  if (state.call && !FINAL_ERRORS.includes(message.code)) return retry(state, nowMs, random);
  return close(state, 'refused', { code: message.code, message: message.message });
}

function onEvent(state: ConnectionState, message: Extract<ServerMessage, { at_ms: number }>): Step {
  const { seq } = message;
  if (typeof seq === 'number') {
    if (seq <= state.lastSeq) return same(state);
    state = { ...state, lastSeq: seq };
  }
  const deliver: Effect = { do: 'deliver', message };
  if (message.type !== 'call_ended') return { state, effects: [deliver] };
  const closed = close(state, 'ended', null);
  return { state: closed.state, effects: [deliver, ...closed.effects] };
}

function onLost(state: ConnectionState, code: number, nowMs: number, random: () => number): Step {
  if (state.at === 'idle' || state.at === 'waiting' || state.at === 'closed') return same(state);
  if (code === TAKEN_OVER) {
    return close(state, 'taken_over', {
      code: 'taken_over',
      message: 'This call goes on in another tab or window.',
    });
  }
  if (FINAL_CODES.includes(code)) {
    return close(state, 'refused', {
      code: 'refused',
      message: 'The server no longer accepts this call.',
    });
  }
  return retry(state, nowMs, random);
}

function onTimer(
  state: ConnectionState,
  name: TimerName,
  nowMs: number,
  random: () => number,
): Step {
  switch (name) {
    case 'retry':
      return state.at === 'waiting' ? connect(state) : same(state);
    case 'handshake': {
      const busy = state.at === 'connecting' || state.at === 'greeting' || state.at === 'opening';
      return busy ? retry(state, nowMs, random) : same(state);
    }
    case 'ping':
      if (state.at !== 'live') return same(state);
      if (isDead(state, nowMs)) return leaveDeadLine(state, nowMs, random);
      return {
        state: { ...state, pingedAtMs: nowMs },
        effects: [
          { do: 'send', message: { type: 'ping' } },
          { do: 'timer', name: 'ping', ms: nextLookMs(state, nowMs) },
        ],
      };
  }
}
