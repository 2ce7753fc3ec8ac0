import type { Source } from '@/wire/messages';
import type { Notice } from './notices';

/** "claude-haiku-5-5-20261001" -> "Claude Haiku 5.5"; other names stay as their server writes them. */
export function modelName(model: string): string {
  const found = /^claude-([a-z]+)-(\d+)(?:-(\d{1,2}))?(?:-\d{8})?$/.exec(model);
  const [, family, major, minor] = found ?? [];
  if (family === undefined || major === undefined) return model;
  const version = minor === undefined ? major : `${major}.${minor}`;
  return `Claude ${family.charAt(0).toUpperCase()}${family.slice(1)} ${version}`;
}

/** Who wrote a card. */
export function writtenBy(source: Source, model: string | null): string {
  if (source === 'local') return 'Embedded coach';
  if (model !== null) return modelName(model);
  return source === 'claude' ? 'Claude' : 'Your model server';
}

/** US dollars, as precisely as anybody wants to know in a call. */
export function costText(usd: number): string {
  if (usd === 0) return 'free';
  if (usd < 0.01) return 'under 1 cent';
  return usd < 1 ? `${Math.round(usd * 100)} cents` : `$${usd.toFixed(2)}`;
}

export function tokensText(tokens: number): string {
  return tokens < 1000 ? String(tokens) : `${(tokens / 1000).toFixed(1)}k`;
}

const GOES_ON = 'The embedded coach is at work.';

/** Only a person can mend these. */
const TO_MEND: Partial<Record<string, (who: string) => string>> = {
  unauthorized: (who) => `${who} does not accept the key.`,
  forbidden: (who) => `The key may not use this model of ${who}.`,
  no_credit: (who) => `The account at ${who} has no credit left.`,
  retired: (who) => `${who} no longer has the chosen model.`,
};

const PASSING: Partial<Record<string, (who: string) => string>> = {
  rate_limited: (who) => `${who} takes no more requests for a moment.`,
  overloaded: (who) => `${who} is busy.`,
  server_error: (who) => `${who} has a problem of its own.`,
  unreachable: (who) => `${who} cannot be reached.`,
  timeout: (who) => `${who} took too long.`,
  slow: (who) => `${who} was too slow for this moment.`,
  cut: (who) => `${who} broke off in the middle.`,
  truncated: (who) => `${who} wrote more than a card holds.`,
  refused: (who) => `${who} declined to answer.`,
  malformed: (who) => `${who} answered in a form that cannot be used.`,
  too_long: (who) => `The call is too long for this model of ${who}.`,
  invalid: (who) => `${who} did not understand the request.`,
  resting: (who) => `${who} failed several times and is left alone for a moment.`,
  over_call_budget: (who) => `The budget of this call for ${who} is spent.`,
  over_day_budget: (who) => `Today's budget for ${who} is spent.`,
};

/** Why the embedded coach advises alone. `engine` is the one the call began with. */
export function modelNotice(reason: string, engine: string | undefined): Omit<Notice, 'key'> {
  const who = engine === 'claude' ? 'Claude' : 'Your model server';
  const mend = TO_MEND[reason];
  if (mend !== undefined) {
    return { tone: 'caution', title: mend(who), text: `${GOES_ON} Mend it in the settings.` };
  }
  const passing = PASSING[reason];
  return { tone: 'info', title: passing?.(who) ?? `${who} does not answer.`, text: GOES_ON };
}
