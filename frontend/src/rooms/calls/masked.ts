import type { CallEvent } from '@/wire/messages';

const KINDS: readonly [kind: string, one: string, many: string][] = [
  ['card', 'card number', 'card numbers'],
  ['account', 'account number', 'account numbers'],
  ['identity', 'identity number', 'identity numbers'],
  ['email', 'e-mail address', 'e-mail addresses'],
  ['phone', 'phone number', 'phone numbers'],
  ['word', 'word of your list', 'words of your list'],
];

type Counts = Record<string, number | undefined>;

/** How much was taken out of a call's words, and how much was kept here but not sent; sentences. */
export function maskedTexts(events: readonly CallEvent[]): string[] {
  const byTurn = new Map<string, { stored: Counts; sent: Counts }>();
  for (const event of events) {
    if (event.type === 'masked') byTurn.set(event.turn_id, event);
  }
  const turns = [...byTurn.values()];
  const stored = spelled(turns.map((turn) => turn.stored));
  const sent = spelled(turns.map((turn) => turn.sent));
  return [
    ...(stored === '' ? [] : [`Masked: ${stored}`]),
    ...(sent === '' ? [] : [`Kept here, not sent: ${sent}`]),
  ];
}

function spelled(counts: readonly Counts[]): string {
  return KINDS.map(([kind, one, many]) => {
    const count = counts.reduce((sum, each) => sum + (each[kind] ?? 0), 0);
    return count === 0 ? '' : `${count} ${count === 1 ? one : many}`;
  })
    .filter((text) => text !== '')
    .join(', ');
}
