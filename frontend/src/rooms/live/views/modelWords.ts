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
export function costText(usd: number, estimated = false): string {
  if (usd === 0) return 'free';
  if (usd < 0.01) return 'under 1 cent';
  const cost = usd < 1 ? `${Math.round(usd * 100)} cents` : `$${usd.toFixed(2)}`;
  return estimated ? `${cost}, estimated` : cost;
}

export function tokensText(tokens: number): string {
  return tokens < 1000 ? String(tokens) : `${(tokens / 1000).toFixed(1)}k`;
}

export const GOES_ON = 'The embedded coach is at work.';

/** Only a person can mend these. */
const TO_MEND: Partial<Record<string, (who: string) => string>> = {
  unauthorized: (who) => `${who} does not accept the key.`,
  forbidden: (who) => `The key for ${who} may not use the chosen model.`,
  no_credit: (who) => `The account behind ${who} has no credit left.`,
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

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function nameOf(engine: string | undefined): string {
  return engine === 'claude' ? 'Claude' : 'your model server';
}

/** Why the embedded coach advises alone, in a line beside its card; null while it does not. */
export function modelTrouble(
  reason: string | undefined,
  engine: string | undefined,
): string | null {
  if (reason === undefined) return null;
  const who = nameOf(engine);
  const said = TO_MEND[reason] ?? PASSING[reason];
  return sentence(said?.(who) ?? `${who} does not answer.`);
}

/** What only a person can mend is said above everything; what passes would only push the card
 * away from who is reading it. */
export function modelNotice(
  reason: string,
  engine: string | undefined,
): Omit<Notice, 'key'> | null {
  const title = TO_MEND[reason]?.(nameOf(engine));
  if (title === undefined) return null;
  return { tone: 'caution', title: sentence(title), text: `${GOES_ON} Mend it in the settings.` };
}
