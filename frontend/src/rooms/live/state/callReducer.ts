import type { ConnectionStatus } from '@/wire/callSurroundings';
import type { ServerMessage, Transcription } from '@/wire/messages';
import { applyEvent } from './callEvents';
import { cueAfter } from './cue';
import { IDLE_STATE } from './initial';
import { addTranscription } from './turns';
import type { LiveState, Problem, Trouble } from './types';

type CallMessage = Exclude<ServerMessage, Transcription>;

/** Times are wall clock. */
export type CallAction =
  | { type: 'START'; demo: boolean; nowMs: number }
  | { type: 'RESUME'; callId: string; startedAtMs: number; demo: boolean }
  | { type: 'ADD_TRANSCRIPTION'; said: Transcription }
  | { type: 'MESSAGE'; message: CallMessage; nowMs: number }
  | { type: 'STATUS'; status: ConnectionStatus; online: boolean }
  | { type: 'PAUSE'; paused: boolean }
  | { type: 'MUTE'; channel: number; muted: boolean }
  | { type: 'END' }
  | { type: 'FAIL'; problem: Problem }
  | { type: 'TROUBLE'; trouble: Trouble }
  | { type: 'CLEAR_ERROR' }
  | { type: 'RESET' };

export function actionOf(message: ServerMessage, nowMs: number): CallAction {
  return message.type === 'transcription'
    ? { type: 'ADD_TRANSCRIPTION', said: message }
    : { type: 'MESSAGE', message, nowMs };
}

export function callReducer(state: LiveState, action: CallAction): LiveState {
  switch (action.type) {
    case 'START':
      return { ...IDLE_STATE, phase: 'connecting', demo: action.demo };
    case 'RESUME': {
      const { callId, startedAtMs, demo } = action;
      return { ...IDLE_STATE, phase: 'connecting', callId, startedAtMs, demo };
    }
    case 'ADD_TRANSCRIPTION':
      return cueAfter(addTranscription(state, action.said), action.said);
    case 'MESSAGE':
      return onMessage(state, action.message, action.nowMs);
    case 'STATUS':
      return onStatus(state, action.status, action.online);
    case 'PAUSE': {
      const { paused } = action;
      if (state.phase !== (paused ? 'live' : 'paused')) return state;
      return { ...state, phase: paused ? 'paused' : 'live' };
    }
    case 'MUTE':
      return { ...state, muted: { ...state.muted, [action.channel]: action.muted } };
    case 'END':
      return isOpen(state) ? { ...state, phase: 'ending' } : state;
    case 'FAIL':
      return { ...state, phase: 'idle', error: action.problem };
    case 'TROUBLE':
      return { ...state, trouble: action.trouble };
    case 'CLEAR_ERROR':
      return state.error === null ? state : { ...state, error: null };
    case 'RESET':
      return IDLE_STATE;
  }
}

function isOpen({ phase }: LiveState): boolean {
  return phase === 'live' || phase === 'paused';
}

function onMessage(state: LiveState, message: CallMessage, nowMs: number): LiveState {
  switch (message.type) {
    case 'call_opened':
      return { ...state, phase: 'live', callId: message.call_id, startedAtMs: nowMs };
    case 'call_resumed':
      return state.phase === 'connecting' ? { ...state, phase: 'live' } : state;
    case 'error': {
      // A refused frame is ours to mend, nothing the user could do.
      if (message.code.startsWith('frame_')) return state;
      return { ...state, error: { code: message.code, message: message.message } };
    }
    case 'connection_established':
    case 'audio_ack':
    case 'pong':
      return state;
    default:
      return applyEvent(state, message, nowMs);
  }
}

function onStatus(state: LiveState, status: ConnectionStatus, online: boolean): LiveState {
  switch (status.at) {
    case 'idle':
      return state;
    case 'live':
      return { ...state, connection: 'online', retryAtMs: null };
    case 'waiting':
      return {
        ...state,
        connection: online ? 'reconnecting' : 'offline',
        retryAtMs: status.retryAtMs,
      };
    case 'connecting':
    case 'greeting':
    case 'opening':
      return { ...state, retryAtMs: null };
    case 'closed':
      return onClosed(state, status);
  }
}

/** The connection will not come back. */
function onClosed(state: LiveState, { closed, problem }: ConnectionStatus): LiveState {
  const rest: LiveState = { ...state, retryAtMs: null };
  if (closed === 'ended' || closed === 'quit') return rest;
  if (closed === 'taken_over') return { ...rest, connection: 'taken_over', error: problem };
  if (state.phase === 'connecting') {
    return { ...rest, phase: 'idle', connection: 'online', callId: null, error: problem };
  }
  const endedSummary =
    state.callId === null
      ? null
      : { callId: state.callId, durationS: lastMs(state) / 1000, reason: 'failed' };
  return { ...rest, phase: 'ended', connection: 'online', endedSummary, error: problem };
}

/** As much of the call as the page has seen, for a call that ended without saying so. */
function lastMs({ turns }: LiveState): number {
  return Math.max(0, ...turns.map(({ endMs }) => endMs));
}
