/**
 * The state of the live page, and what its hooks hand to the views.
 *
 * Times called `...Ms` are call time (milliseconds since the call's first audio frame) unless the
 * comment says wall clock.
 */
import type { Problem } from '@/audio/types';
import type { Promised } from '@/lib/promises';
import type { Spending } from './spending';
import type {
  CallMetrics,
  CoachingMode,
  Component,
  Cue,
  Customer,
  Evidence,
  GapReason,
  GuidanceShown,
  Speaker,
  Stage,
  SuggestionShown,
  SuggestionWithdrawn,
  Vote,
} from '@/wire/messages';

export type { InputDevice, Level, Levels, Problem, SourceState } from '@/audio/types';
export type { Devices, Preflight, PreflightCode, PreflightIssue } from './preflightTypes';

export type Phase = 'idle' | 'connecting' | 'live' | 'paused' | 'ending' | 'ended';

/** `taken_over`: another page continues this call; this one will not reconnect. */
export type Connection = 'online' | 'reconnecting' | 'offline' | 'taken_over';

export interface TurnLine {
  turnId: string;
  speaker: Speaker;
  text: string;
  isFinal: boolean;
  startMs: number;
  endMs: number;
  confidence: number | null;
}

/** `channel` null means every channel. */
export interface GapLine {
  channel: number | null;
  startMs: number;
  endMs: number;
  reason: GapReason;
}

export type WithdrawReason = SuggestionWithdrawn['reason'];
export type CardStatus = 'shown' | 'used' | 'dismissed' | 'withdrawn';

/** A suggestion as the wire sends it, and what became of it. `receivedAt` is wall clock. */
export interface Card extends Omit<SuggestionShown, 'type' | 'call_id' | 'seq'> {
  status: CardStatus;
  vote: Vote | null;
  /** Who used it: pressed by the user, or heard being said. */
  usedBy: 'user' | 'heard' | null;
  /** Why it was taken back, when it was. */
  withdrawnFor: WithdrawReason | null;
  receivedAt: number;
}

export type Guidance = Omit<GuidanceShown, 'type' | 'call_id' | 'seq'>;

export interface StageState {
  current: Stage;
  /** 0-1 */
  confidence: number;
  enteredAtMs: number;
}

export interface ObjectiveState {
  done: boolean;
  evidence: Evidence | null;
  by: 'coach' | 'user';
}

export type Metrics = Pick<
  CallMetrics,
  'talk_ratio' | 'longest_monologue_ms' | 'questions' | 'pace_wpm' | 'interruptions'
>;

/**
 * What stands in the way of good sound, while the call goes on.
 * `lost`: the device went away; `suspended`: the browser stopped the sound (the machine slept);
 * `muted_by_system`: silenced by the headset or the operating system;
 * `talking_while_muted`: the microphone hears a voice and is muted;
 * `silent`: nothing at all has come from it since the call began.
 */
export interface Trouble {
  microphone?: 'lost' | 'suspended' | 'muted_by_system' | 'talking_while_muted' | 'silent';
  /** `ended`: the share was stopped; it can be shared again. `lost`: the customer's device went. */
  share?: 'ended' | 'lost';
  /** Seconds of sound that did not fit the memory during an outage and are gone. */
  audioLostS?: number;
  /** Seconds of sound that wait in memory for the server. Absent when under two. */
  audioWaitingS?: number;
}

export interface Moment {
  label: string | null;
  atMs: number;
}

export interface CallNote {
  text: string;
  atMs: number;
}

export interface EndedSummary {
  callId: string;
  durationS: number;
  reason: string;
}

export interface LiveState {
  phase: Phase;
  connection: Connection;
  /** Wall clock of the next try while `connection` is `reconnecting`. */
  retryAtMs: number | null;
  callId: string | null;
  /** Wall clock. */
  startedAtMs: number | null;
  customer: Customer | null;
  playbookId: string | null;
  /** Null in logs that were written before playbooks had versions. */
  playbookVersion: number | null;
  consent: boolean;
  recording: boolean;
  /** The recorded call that comes with the product, not a microphone. */
  demo: boolean;
  /** Oldest first, the last 100; older ones are read from the log. */
  turns: TurnLine[];
  /** Whether lines older than `turns` were let go of. */
  hasOlderTurns: boolean;
  gaps: GapLine[];
  /** Newest last, at most 20. */
  suggestions: Card[];
  guidance: Guidance | null;
  stage: StageState;
  objectives: Record<string, ObjectiveState>;
  /** Of both sides, in the order they were made. */
  promises: Promised[];
  /** Scripts (by id) and key questions (by their words) that the salesperson was heard saying. */
  said: Record<string, Evidence>;
  metrics: Metrics;
  mode: CoachingMode;
  muted: Record<number, boolean>;
  degraded: Partial<Record<Component, string>>;
  trouble: Trouble;
  cue: (Pick<Cue, 'kind' | 'text' | 'at_ms'> & { receivedAt: number }) | null;
  /** Toolkit categories the newest card points at, most fitting first. */
  highlightCategories: string[];
  moments: Moment[];
  notes: CallNote[];
  engines: { stt: string; coach: string } | null;
  /** On language models. */
  spending: Spending;
  endedSummary: EndedSummary | null;
  error: Problem | null;
}

export interface CallSetup {
  customer?: { name: string; company?: string };
  playbookId?: string;
  /** The customer agreed to the transcript; the server opens no call without. */
  consent: boolean;
  /** Keep the sound; needs consent. */
  recordAudio: boolean;
  mode?: CoachingMode;
}

/** `prepared`: what the pre-call check opened. `demo`: the recorded call, heard or silent. */
export type StartOptions = CallSetup & {
  source: { kind: 'prepared' } | { kind: 'demo'; audible: boolean };
};

/** A call of this browser that is still open and that no page of this tab serves. */
export interface ResumableCall {
  callId: string;
  /** Wall clock. */
  startedAtMs: number;
  demo: boolean;
  /** Another tab of this browser has it. */
  elsewhere: boolean;
  /** Its sound that a page kept and the server does not have yet. */
  waitingMs: number;
}

export interface CallHandle {
  state: LiveState;
  /** Opens the call. Trouble ends up in `state.error`; it never throws. */
  start: (options: StartOptions) => Promise<void>;
  end: () => void;
  pause: () => void;
  unpause: () => void;
  /** Without `muted` it toggles. */
  mute: (channel: number, muted?: boolean) => void;
  swapSpeakers: () => void;
  setMode: (mode: CoachingMode) => void;
  useSuggestion: (id: string) => void;
  dismissSuggestion: (id: string) => void;
  /** `null` takes the vote back. */
  vote: (id: string, vote: Vote | null) => void;
  setObjective: (id: string, done: boolean) => void;
  markMoment: (label?: string) => void;
  note: (text: string) => void;
  /** Lines before the oldest in `state.turns`, oldest first; empty when there are none. */
  loadOlderTurns: (beforeMs: number) => Promise<TurnLine[]>;
  clearError: () => void;
  /** From `ended` (or a failed start) back to `idle`, with what the check opened still open. */
  reset: () => void;
  /** `resume` takes it up with the prepared sound. */
  resumable: ResumableCall | null;
  resume: () => Promise<void>;
  /** From `taken_over`: the call goes on here again. */
  takeBack: () => Promise<void>;
  /** Ends and keeps it. Rejects with what to tell the user when it cannot be ended. */
  endResumable: () => Promise<void>;
}
