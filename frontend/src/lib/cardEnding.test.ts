import { describe, expect, it } from 'vitest';
import { cardEnding, type CardFate } from './cardEnding';

const fate = (part: Partial<CardFate> = {}): CardFate => ({
  status: 'withdrawn',
  vote: null,
  usedBy: null,
  withdrawnFor: 'expired',
  evidence: { end_ms: 10_000 },
  ...part,
});
const line = (startMs: number, text: string, speaker = 'salesperson') => ({
  speaker,
  text,
  startMs,
});
const ANSWER = line(10_400, 'I understand, what would be fair?');

describe('what became of a card', () => {
  it('was answered when the salesperson spoke to it in words of their own', () => {
    expect(cardEnding(fate(), [ANSWER])).toBe('answered');
    expect(cardEnding(fate({ withdrawnFor: 'superseded' }), [ANSWER])).toBe('answered');
    expect(cardEnding(fate({ status: 'shown', withdrawnFor: null }), [ANSWER])).toBe('answered');
  });

  it.each([
    ['a sound of agreement', line(10_400, 'Okay, right.')],
    ['the customer going on', line(10_400, 'And then there is the price.', 'customer')],
    ['words said before', line(6_000, 'Let me ask you something first.')],
    ['words about something later', line(45_000, 'Let me ask you something first.')],
  ])('was not answered by %s', (_, said) => {
    expect(cardEnding(fate(), [said])).toBe('passed');
  });

  it.each([
    [fate({ status: 'used', usedBy: 'user', withdrawnFor: null }), 'used'],
    [fate({ status: 'used', usedBy: 'heard', withdrawnFor: null }), 'said'],
    [fate({ status: 'used', usedBy: 'user', vote: 'wrong', withdrawnFor: null }), 'wrong'],
    [fate({ status: 'dismissed', withdrawnFor: null }), 'dismissed'],
    [fate({ withdrawnFor: 'sentence_turned' }), 'turned'],
    [fate({ withdrawnFor: 'refused' }), 'refused'],
  ])('%o', (card, ending) => {
    expect(cardEnding(card, [ANSWER])).toBe(ending);
  });

  it('is open while nothing has happened', () => {
    expect(cardEnding(fate({ status: 'shown', withdrawnFor: null }), [])).toBe('open');
  });
});
