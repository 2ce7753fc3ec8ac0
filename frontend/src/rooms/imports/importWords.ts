import type { Option } from '@/ui/Choices';
import { spell } from '@/ui/time';

import type { Agreed, Agreement, FoundSpeaker, Import, Wishes } from './importsApi';

const TRANSCRIPT = /\.(vtt|srt|txt|json)$/i;
const FORMS: Record<string, string> = {
  vtt: 'Captions',
  srt: 'Captions',
  text: 'Transcript',
  turns: 'Transcript',
  deepgram: 'Deepgram transcript',
  assemblyai: 'AssemblyAI transcript',
  whisper: 'Whisper transcript',
  salescoach: 'Exported call',
};

export const ACCEPTED =
  '.wav,.mp3,.m4a,.mp4,.ogg,.oga,.opus,.webm,.flac,.aac,.mov,.mkv,.vtt,.srt,.txt,.json,audio/*,video/*';

export type Side = 'left' | 'right';

export const AGREEMENTS: readonly Option<Agreement>[] = [
  { value: 'unknown', label: 'Not known', hint: 'The call counts as one without consent.' },
  { value: 'transcript', label: 'A transcript', hint: 'The words are kept, the sound is not.' },
  {
    value: 'recording',
    label: 'A recording',
    hint: 'Words and sound are kept, so that you can hear the call again.',
  },
];

/** What the customer agreed to, as the server is told it. */
export function agreed(agreement: Agreement): Agreed {
  return { consent: agreement !== 'unknown', record_audio: agreement === 'recording' };
}

export function agreementOf({ consent, record_audio }: Agreed): Agreement {
  if (!consent) return 'unknown';
  return record_audio ? 'recording' : 'transcript';
}

/** What to say about a file before it is looked at: what was agreed, and where the salesperson is. */
export function firstWishes(name: string, side: Side, agreement: Agreement): Wishes {
  const wishes = agreed(agreement);
  if (side === 'left' || TRANSCRIPT.test(name)) return wishes;
  return { ...wishes, roles: { left: 'customer', right: 'salesperson' } };
}

export function bytesText(bytes: number): string {
  if (bytes === 0) return 'empty';
  if (bytes < 1e6) return `${Math.max(1, Math.round(bytes / 1e3))} kB`;
  return bytes < 1e9 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e9).toFixed(2)} GB`;
}

export function percent(share: number): string {
  return `${Math.floor(100 * Math.min(1, share))}%`;
}

/** What is known of the file: its form and length. */
export function fileText(job: Import): string {
  const form = job.kind === 'recording' ? 'Recording' : job.format && FORMS[job.format];
  const length = job.duration_ms === null ? null : spell(job.duration_ms);
  return [form, length, bytesText(job.size)].filter(Boolean).join(', ');
}

/** "20 Nov 2026, 10:00." as the user has it. */
export function momentText(moment: string): string {
  const at = new Date(moment);
  return `${at.toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' })}.`;
}

/** Where it stands. */
export function stateText(job: Import): string {
  if (job.resting) return 'Waits until the live call is over';
  switch (job.state) {
    case 'uploading':
      return 'Not all here yet. Choose the same file again to go on.';
    case 'looking':
      return 'Looking at the file';
    case 'asking':
      return 'Who is who?';
    case 'queued':
      return job.error === null ? 'Waiting for its turn' : 'Will be tried again';
    case 'working':
      return `${job.kind === 'recording' ? 'Listening' : 'Reading'}, ${percent(job.progress)}`;
    case 'reviewing':
      return 'In the history, the review is being written';
    case 'done':
      return doneText(job);
    case 'duplicate':
      return job.message ?? 'Imported already';
    case 'failed':
      return job.message ?? 'It could not be imported.';
    case 'cancelled':
      return 'Called off';
  }
}

function doneText({ damaged }: Import): string {
  return damaged
    ? 'In the history. Parts of the file were damaged and are left out.'
    : 'In the history, with its review';
}

const WHY: Record<string, string> = {
  name: 'Named so in the file.',
  other: 'The other side of the call.',
  words: 'Suggested by how they speak.',
};

/** What speaks for the role that is suggested. */
export function whyText({ suggested, why }: FoundSpeaker): string | null {
  return suggested === 'unknown' ? null : (WHY[why] ?? null);
}
