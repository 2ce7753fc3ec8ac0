import type { BannerTone } from '@/ui/Banner';

import type { LiveState } from '../state/types';
import { modelNotice } from './modelWords';

export type Mend = 'share' | 'microphone' | 'unmute' | 'unpause' | 'leave';

export interface Notice {
  key: string;
  tone: BannerTone;
  title: string;
  text: string;
  mend?: { does: Mend; label: string };
}

const MICROPHONE: Record<NonNullable<LiveState['trouble']['microphone']>, Omit<Notice, 'key'>> = {
  lost: {
    tone: 'alarm',
    title: 'Your microphone is gone.',
    text: 'The customer is still heard.',
    mend: { does: 'microphone', label: 'Use another one' },
  },
  suspended: {
    tone: 'alarm',
    title: 'The browser has stopped the sound.',
    text: 'That happens when the computer was asleep.',
    mend: { does: 'microphone', label: 'Listen again' },
  },
  silent: {
    tone: 'caution',
    title: 'Your microphone is silent.',
    text: 'Look for a mute switch, or take another one.',
    mend: { does: 'microphone', label: 'Use another one' },
  },
  muted_by_system: {
    tone: 'caution',
    title: 'Your microphone is muted outside this page.',
    text: 'Look for the mute button of the headset or of the system.',
  },
  talking_while_muted: {
    tone: 'caution',
    title: 'You are talking, and you are muted here.',
    text: 'The coach does not hear you.',
    mend: { does: 'unmute', label: 'Unmute' },
  },
};

const GRAVITY: readonly BannerTone[] = ['alarm', 'caution', 'info'];

function transcriberNotice(reason: string): Omit<Notice, 'key'> {
  switch (reason) {
    case 'catching_up':
      return {
        tone: 'caution',
        title: 'The transcript is catching up.',
        text: 'Lines come a little later. Nothing is lost.',
      };
    case 'last_words_lost':
      return {
        tone: 'alarm',
        title: 'The last words could not be written down.',
        text: 'The transcript shows where they are missing.',
      };
    case 'handing_back':
      return {
        tone: 'info',
        title: 'Deepgram answers again.',
        text: 'It takes over from the embedded speech engine. Nothing is lost.',
      };
    default:
      return {
        tone: 'caution',
        title: 'The transcript has stopped for a moment.',
        text: 'It is being started again. What is said meanwhile comes late.',
      };
  }
}

const SPEECH_SERVICE_REASONS: Partial<Record<string, string>> = {
  deepgram_key_refused: 'Deepgram does not know the key. Copy it again.',
  deepgram_not_allowed: 'The Deepgram key may not use this model.',
  deepgram_out_of_credit: "Deepgram's credit is used up.",
  deepgram_request_refused: 'Deepgram refuses the chosen model or language.',
};

function speechServiceNotice(reason: string): Omit<Notice, 'key'> {
  return {
    tone: 'info',
    title: 'The embedded speech engine is at work.',
    text: SPEECH_SERVICE_REASONS[reason] ?? 'Deepgram takes over again when it answers.',
  };
}

/** What stands in the way right now, the gravest first. `now` is wall clock; `slowEnd`: the
 * server takes long to save the call. */
export function noticesOf(state: LiveState, now: number, slowEnd = false): Notice[] {
  const { connection, trouble, degraded } = state;
  const notices: Notice[] = [];
  const say = (key: string, notice: Omit<Notice, 'key'>): void => {
    notices.push({ key, ...notice });
  };

  if (connection === 'offline' || connection === 'reconnecting') {
    const kept = trouble.audioWaitingS;
    const wait = state.retryAtMs === null ? 0 : Math.ceil((state.retryAtMs - now) / 1000);
    say('connection', {
      tone: 'caution',
      title: connection === 'offline' ? 'No connection.' : 'Reconnecting.',
      text:
        'The call goes on and is kept here' +
        (kept === undefined ? '.' : `, ${Math.round(kept)} s so far.`) +
        (wait > 0 ? ` Next try in ${wait} s.` : ''),
    });
  }
  if (trouble.microphone !== undefined) say('microphone', MICROPHONE[trouble.microphone]);
  if (trouble.share !== undefined) {
    const ended = trouble.share === 'ended';
    say('share', {
      tone: 'alarm',
      title: ended ? 'The meeting is no longer shared.' : "The customer's device is gone.",
      text: 'The customer is not heard until it is back.',
      mend: { does: 'share', label: ended ? 'Share again' : 'Share a tab' },
    });
  }
  if (degraded.storage !== undefined) {
    say('storage', {
      tone: 'alarm',
      title: 'The server cannot save.',
      text: 'The call goes on. What is said is kept here until there is room on its disk.',
    });
  }
  if (slowEnd) {
    say('saving', {
      tone: 'caution',
      title: 'Saving takes longer than usual.',
      text: 'What was heard is already kept. You need not wait.',
      mend: { does: 'leave', label: 'Leave' },
    });
  }
  if (trouble.audioLostS !== undefined) {
    say('lost', {
      tone: 'caution',
      title: `${Math.round(trouble.audioLostS)} s of sound could not be kept.`,
      text: 'The connection was away too long. The transcript shows where.',
    });
  }
  if (degraded.transcriber !== undefined) {
    say('transcriber', transcriberNotice(degraded.transcriber));
  }
  if (degraded.speech_service !== undefined) {
    say('speech_service', speechServiceNotice(degraded.speech_service));
  }
  if (degraded.coach !== undefined) {
    say('coach', {
      tone: 'info',
      title: 'The coach missed a line.',
      text: 'The transcript goes on, and so does the coach with the next line.',
    });
  }
  if (degraded.coach_service !== undefined) {
    const notice = modelNotice(degraded.coach_service, state.engines?.coach);
    if (notice !== null) say('coach_service', notice);
  }
  if (state.phase === 'paused') {
    say('paused', {
      tone: 'caution',
      title: 'Off the record.',
      text: 'Nothing is heard, sent or kept.',
      mend: { does: 'unpause', label: 'Go on' },
    });
  }
  return notices.sort((a, b) => GRAVITY.indexOf(a.tone) - GRAVITY.indexOf(b.tone));
}
