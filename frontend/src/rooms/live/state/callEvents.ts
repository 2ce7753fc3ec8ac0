import { swapPromises, withPromise } from '@/lib/promises';
import type { CallEvent, CallStarted } from '@/wire/messages';
import { addSuggestion, changeCard } from './cards';
import { cueAfter } from './cue';
import { withRequest } from './spending';
import { addTranscription, swapTurns } from './turns';
import type { LiveState } from './types';

/** The call as the page shows it is a fold of its events. `nowMs` is wall clock. */
export function applyEvent(state: LiveState, event: CallEvent, nowMs: number): LiveState {
  switch (event.type) {
    case 'call_started':
      return started(state, event);
    case 'transcription':
      return cueAfter(addTranscription(state, event), event);
    case 'suggestion':
      return addSuggestion(state, event, nowMs);
    case 'suggestion_update':
    case 'suggestion_withdrawn':
    case 'suggestion_used':
    case 'suggestion_dismissed':
    case 'suggestion_voted':
      return changeCard(state, event);
    case 'coaching_guidance': {
      const { stage, focus, objectives, guidance, source, at_ms } = event;
      return { ...state, guidance: { stage, focus, objectives, guidance, source, at_ms } };
    }
    case 'stage': {
      const { current, confidence, entered_at_ms: enteredAtMs } = event;
      return { ...state, stage: { current, confidence, enteredAtMs } };
    }
    case 'objective': {
      const { done, evidence, by } = event;
      return { ...state, objectives: { ...state.objectives, [event.id]: { done, evidence, by } } };
    }
    case 'call_metrics': {
      const { talk_ratio, longest_monologue_ms, questions, pace_wpm, interruptions } = event;
      const metrics = { talk_ratio, longest_monologue_ms, questions, pace_wpm, interruptions };
      return { ...state, metrics };
    }
    case 'cue': {
      const { kind, text, at_ms } = event;
      return { ...state, cue: { kind, text, at_ms, receivedAt: nowMs } };
    }
    case 'line_said':
      return { ...state, said: { ...state.said, [event.id]: event.evidence } };
    case 'gap': {
      const { channel, start_ms: startMs, end_ms: endMs, reason } = event;
      return { ...state, gaps: [...state.gaps, { channel, startMs, endMs, reason }] };
    }
    case 'degraded':
      return { ...state, degraded: { ...state.degraded, [event.component]: event.reason } };
    case 'recovered': {
      const degraded = { ...state.degraded };
      Reflect.deleteProperty(degraded, event.component);
      return { ...state, degraded };
    }
    case 'paused':
      return state.phase === 'live' ? { ...state, phase: 'paused' } : state;
    case 'unpaused':
      return state.phase === 'paused' ? { ...state, phase: 'live' } : state;
    case 'muted':
      return { ...state, muted: { ...state.muted, [event.channel]: event.muted } };
    case 'speakers_swapped':
      return {
        ...state,
        turns: swapTurns(state.turns),
        promises: swapPromises(state.promises),
      };
    case 'mode':
      return { ...state, mode: event.mode };
    case 'moment':
      return {
        ...state,
        moments: [...state.moments, { label: event.label, atMs: event.call_ms }],
      };
    case 'note':
      return { ...state, notes: [...state.notes, { text: event.text, atMs: event.call_ms }] };
    case 'call_ended': {
      const { call_id: callId, duration_s: durationS, reason } = event;
      return {
        ...state,
        phase: 'ended',
        connection: 'online',
        retryAtMs: null,
        endedSummary: { callId, durationS, reason },
      };
    }
    case 'signal':
      // What else a signal means for the page comes as a card, a stage or an objective.
      return { ...state, promises: withPromise(state.promises, event) };
    case 'model_used':
      return { ...state, spending: withRequest(state.spending, event) };
    case 'masked':
      // The past call tells; during the call the words speak for themselves.
      return state;
    case 'turn_corrected':
    case 'call_dated':
    case 'customer_named':
      // Only after the call, which is no longer shown here.
      return state;
    case 'audio_settled':
      // About the server's own audio: nothing to show.
      return state;
  }
}

function started(state: LiveState, event: CallStarted): LiveState {
  return {
    ...state,
    callId: event.call_id,
    customer: event.customer,
    playbookId: event.playbook_id,
    playbookVersion: event.playbook_version,
    consent: event.consent,
    recording: event.record_audio,
    mode: event.mode,
    demo: event.demo,
    engines: { stt: event.stt_engine, coach: event.coach_engine },
  };
}
