/** What the field's terms are called in front of a user. */

/** As the history names such a call. */
export const UNNAMED_CALL = 'Call without a name';

export type StageId = 'opening' | 'discovery' | 'pitch' | 'objection' | 'close';

export const STAGES: readonly StageId[] = ['opening', 'discovery', 'pitch', 'objection', 'close'];

export const STAGE_NAMES: Record<StageId, string> = {
  opening: 'Opening',
  discovery: 'Discovery',
  pitch: 'Pitch',
  objection: 'Objections',
  close: 'Close',
};

const OBJECTIONS: Record<string, string> = {
  price: 'Price objection',
  timing: 'Timing objection',
  authority: 'Not the one who decides',
  need: 'Sees no need',
  trust: 'Trust objection',
  competitor: 'Already has another',
  technical: 'Technical concern',
  ai_concerns: 'Concern about AI',
};

/** "price" -> "Price objection". Types a playbook adds are called by their own name. */
export function objectionName(type: string | null): string {
  if (type === null) return 'Objection';
  return OBJECTIONS[type] ?? type.replaceAll('_', ' ');
}

/** What became of an objection, in the same words everywhere: answered is what the salesperson did,
 * settled what the customer made of it. */
export const HANDLING_NAMES = {
  settled: 'settled',
  moved_on: 'answered, not settled',
  came_back: 'came back',
  unanswered: 'left open',
} as const;

export type CardKind = 'objection' | 'buying_signal' | 'question';

interface CardContext {
  objection_detected: boolean;
  objection_type: string | null;
  buying_signal: boolean;
}

export function cardKind({ context }: { context: CardContext }): CardKind {
  if (context.objection_detected) return 'objection';
  return context.buying_signal ? 'buying_signal' : 'question';
}

/** The line above a card's words: what the customer has just done. */
export function cardTitle(card: { context: CardContext }): string {
  const kind = cardKind(card);
  if (kind === 'objection') return objectionName(card.context.objection_type);
  return kind === 'buying_signal' ? 'Buying signal' : 'They asked';
}

const GAPS: Record<string, string> = {
  paused: 'off the record',
  lost: 'of sound lost',
  disconnected: 'without a connection',
  disk_full: 'not kept: the disk is full',
};

/** What is missing in a transcript, and why: "12 s off the record". */
export function gapText(length: string, reason: string): string {
  return `${length} ${GAPS[reason] ?? 'missing'}`;
}

/** Who is speaking, from where the salesperson sits. */
export function speakerName(speaker: string, customer: string | null | undefined): string {
  if (speaker === 'salesperson') return 'You';
  if (speaker === 'customer') return customer ?? 'Customer';
  return speaker === 'both' ? 'Both' : 'Speaker';
}

/** What makes the date of an imported call a guess, with what to do; null where it is none. */
export function guessedDate(by: string | null): string | null {
  switch (by) {
    case 'name':
    case 'file':
    case 'modified':
      return 'Date from the file, please check';
    case 'import':
      return 'Date of the import, please check';
    default:
      return null;
  }
}
