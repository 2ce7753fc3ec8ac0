/** What became of a card, told from what happened to it and from what was said after it. */

/**
 * `said`: heard being said; `answered`: the salesperson answered in words of their own; `turned`:
 * the customer's sentence went on otherwise; `refused`: its model took it back; `passed`: the talk
 * moved on; `open`: nothing yet.
 */
export type CardEnding =
  'used' | 'said' | 'answered' | 'dismissed' | 'wrong' | 'turned' | 'refused' | 'passed' | 'open';

export interface CardFate {
  status: 'shown' | 'used' | 'dismissed' | 'withdrawn';
  vote: 'useful' | 'wrong' | null;
  usedBy: 'user' | 'heard' | null;
  withdrawnFor: 'expired' | 'superseded' | 'sentence_turned' | 'refused' | 'answered' | null;
  evidence: { end_ms: number };
}

export interface SaidLine {
  speaker: string;
  text: string;
  startMs: number;
}

/** "Okay." or "Uh, right." is no answer. */
const ANSWER_WORDS = 4;
/** Both sides may overlap a little: an answer can begin before the last word is over. */
const OVERLAP_MS = 700;
/** What comes later is about something else. */
const ANSWER_WITHIN_MS = 20_000;

export function cardEnding(card: CardFate, lines: Iterable<SaidLine>): CardEnding {
  if (card.vote === 'wrong') return 'wrong';
  if (card.status === 'used') return card.usedBy === 'heard' ? 'said' : 'used';
  if (card.status === 'dismissed') return 'dismissed';
  if (card.withdrawnFor === 'sentence_turned') return 'turned';
  if (card.withdrawnFor === 'refused') return 'refused';
  if (card.withdrawnFor === 'answered') return 'answered';
  if (isAnswered(card.evidence.end_ms, lines)) return 'answered';
  return card.status === 'withdrawn' ? 'passed' : 'open';
}

function isAnswered(endMs: number, lines: Iterable<SaidLine>): boolean {
  for (const { speaker, text, startMs } of lines) {
    const after = startMs - endMs;
    if (speaker !== 'salesperson' || after < -OVERLAP_MS || after > ANSWER_WITHIN_MS) continue;
    if (text.split(/\s+/).filter(Boolean).length >= ANSWER_WORDS) return true;
  }
  return false;
}

export const ENDINGS: Record<CardEnding, string> = {
  used: 'Used',
  said: 'You said it',
  answered: 'Answered your way',
  dismissed: 'Dismissed',
  wrong: 'Noted as wrong',
  turned: 'They meant something else',
  refused: 'Taken back',
  passed: 'The talk moved on',
  open: 'Not used',
};
