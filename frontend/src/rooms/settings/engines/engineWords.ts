import type { AtWork, EngineSettings, KeyOwner, Tried } from '../enginesApi';

export type SpeechName = EngineSettings['stt_engine']['value'];
export type CoachName = EngineSettings['coach_engine']['value'];

export const ENGINE_NAMES: Record<KeyOwner, string> = {
  deepgram: 'Deepgram',
  claude: 'Claude',
  openai_compatible: 'your model server',
};

export const KEY_PLACES: Record<KeyOwner, string> = {
  deepgram: 'From console.deepgram.com.',
  claude: 'From console.anthropic.com.',
  openai_compatible: 'Only if your server asks for one.',
};

/** What leaves this machine with a speech engine, in plain words. */
export function soundText(engine: SpeechName, host: string): string {
  if (engine === 'deepgram') {
    return (
      `While a call is live, the sound of both sides goes to ${host || 'Deepgram'}, with the ` +
      'product and company names of your playbook. Nothing is masked in sound. ' +
      'Deepgram is asked not to train on it, unless the server’s environment allows it.'
    );
  }
  return 'No sound leaves the machine that runs this program.';
}

/** What leaves this machine with a coach, in plain words. */
export function wordsText(engine: CoachName, at: AtWork): string {
  if (engine === 'local') return 'No words leave the machine that runs this program.';
  const where = engine === 'claude' ? 'Anthropic' : at.host || 'the server you name';
  if (engine === 'openai_compatible' && at.engine === engine && !at.leaves) {
    return `The model runs at ${at.host}, on this machine: no words leave it.`;
  }
  return (
    `While a call is live, what was said goes to ${where} as text, with the customer’s name and ` +
    'company and your playbook. Afterwards the whole call goes there once more, for its review. ' +
    'What Privacy lists is masked first. No sound is sent.'
  );
}

/** Why the chosen engine is not at work, and what serves instead; null when it is. */
export function lackText(at: AtWork, what: 'speech' | 'coach'): string | null {
  const instead =
    what === 'speech'
      ? 'Until then the embedded engine hears your calls, in English.'
      : 'Until then the embedded coach advises.';
  switch (at.lack) {
    case 'no_key':
      return `It needs a key. ${instead}`;
    case 'unreadable_key':
      return `Its key cannot be read any more. ${instead}`;
    case 'no_server':
      return `It needs the address of a server, or a key and a model. ${instead}`;
    case null:
      return null;
  }
}

export const TRIED_WORDS: Record<Tried['outcome'], string> = {
  works: 'It works',
  key_missing: 'Something is missing',
  key_refused: 'The key is refused',
  unreachable: 'No connection',
  model_unknown: 'The model is not known',
  failed: 'It does not work just now',
};

const NAMES = new Intl.DisplayNames(['en'], { type: 'language' });

export function languageName(code: string): string {
  return NAMES.of(code) ?? code;
}

/** To choose from, by name; the one in use is always among them. */
export function languageChoices(
  codes: readonly string[],
  inUse: string,
): { value: string; label: string }[] {
  return [...new Set([...codes, inUse])]
    .map((value) => ({ value, label: languageName(value) }))
    .sort((a, b) => a.label.localeCompare(b.label));
}
