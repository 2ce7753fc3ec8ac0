import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';

import { TipProvider } from '@/ui/Tip';

import type { Card, TurnLine } from '../state/types';
import { CardPane, currentCards } from './CardPane';
import { latencyText } from './cardWords';
import { card, turn } from './fixtures';

afterEach(cleanup);

function show(cards: Card[], turns: TurnLine[] = []) {
  const actions = {
    onUse: vi.fn(),
    onDismiss: vi.fn(),
    onVote: vi.fn(),
    onShowEvidence: vi.fn(),
  };
  render(
    <TipProvider>
      <CardPane cards={cards} turns={turns} paused={false} {...actions} />
    </TipProvider>,
  );
  return actions;
}

describe('the card', () => {
  it('can be used, dismissed, voted on, and shows its moment', async () => {
    const actions = show([card()]);
    await userEvent.click(screen.getByRole('button', { name: 'Use U' }));
    await userEvent.click(screen.getByRole('button', { name: 'Dismiss D' }));
    await userEvent.click(screen.getByRole('button', { name: 'Useful' }));
    await userEvent.click(screen.getByRole('button', { name: 'Wrong' }));
    await userEvent.click(screen.getByRole('button', { name: /Show in the transcript, at 0:01/ }));
    expect(actions.onUse).toHaveBeenCalledExactlyOnceWith('c1');
    expect(actions.onDismiss).toHaveBeenCalledExactlyOnceWith('c1');
    expect(actions.onVote.mock.calls).toEqual([
      ['c1', 'useful'],
      ['c1', 'wrong'],
    ]);
    expect(actions.onShowEvidence).toHaveBeenCalledExactlyOnceWith('t1');
  });

  it('says how sure it is, why, and on which words it rests', () => {
    show([card()]);
    expect(screen.getByText('86% sure')).toBeTruthy();
    expect(screen.getByText('They asked for the price.')).toBeTruthy();
    expect(screen.getByText(/“What does it cost\?”/)).toBeTruthy();
    expect(screen.getByText('0.4 s after their words')).toBeTruthy();
  });

  it('offers nothing more once it was heard being said', () => {
    show([card({ status: 'used', usedBy: 'heard' })]);
    expect(screen.getByText('You said it')).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Use U' })).toBeNull();
  });

  it('is announced once, politely', () => {
    show([card()]);
    const said = screen.getByText('Price objection. It is $79 a month.');
    expect(said.getAttribute('aria-live')).toBe('polite');
  });

  it('leaves room for listening when it is gone', () => {
    show([card({ status: 'dismissed' })]);
    expect(screen.getByText('Listening')).toBeTruthy();
    expect(screen.getByText('Dismissed')).toBeTruthy();
  });
});

describe('a card voted wrong', () => {
  it('has left, says that it was noted, and can be taken back by keyboard', async () => {
    const actions = show([card({ vote: 'wrong' })]);
    expect(screen.getByText('Listening')).toBeTruthy();
    expect(screen.getByText('Noted as wrong')).toBeTruthy();
    const undo = screen.getByRole('button', { name: 'Undo' });
    expect(document.activeElement).toBe(undo);
    await userEvent.keyboard('{Enter}');
    expect(actions.onVote).toHaveBeenCalledExactlyOnceWith('c1', null);
  });

  it('leaves the focus where somebody else has put it', () => {
    const elsewhere = document.body.appendChild(document.createElement('input'));
    elsewhere.focus();
    show([card({ vote: 'wrong' })]);
    expect(document.activeElement).toBe(elsewhere);
    elsewhere.remove();
  });
});

describe('the card before', () => {
  it('says that it was answered, or that the talk moved on', () => {
    const past = card({ status: 'withdrawn', withdrawnFor: 'superseded' });
    const { end_ms } = past.evidence;
    const text = 'I hear you, what did you expect?';
    show([past], [turn({ speaker: 'salesperson', text, startMs: end_ms + 300 })]);
    expect(screen.getByText('Answered your way')).toBeTruthy();
    cleanup();
    show([past], [turn({ speaker: 'customer', text, startMs: end_ms + 300 })]);
    expect(screen.getByText('The talk moved on')).toBeTruthy();
  });
});

describe('currentCards', () => {
  it('keeps the newest open card in front and the one before it behind', () => {
    const cards = [card({ id: 'a' }), card({ id: 'b', status: 'used' }), card({ id: 'c' })];
    const { now, before } = currentCards(cards);
    expect([now?.id, before?.id]).toEqual(['c', 'b']);
  });

  it('does not bring an older card back when the newest was withdrawn', () => {
    const cards = [card({ id: 'a' }), card({ id: 'b', status: 'withdrawn' })];
    const { now, before } = currentCards(cards);
    expect([now, before?.id]).toEqual([null, 'b']);
  });
});

describe('latencyText', () => {
  it.each([
    [{ early: true, latency_ms: 0 }, 'before they finished'],
    [{ early: false, latency_ms: 40 }, 'at once'],
    [{ early: false, latency_ms: 1240 }, '1.2 s after their words'],
  ])('%o', (latency, text) => {
    expect(latencyText(latency)).toBe(text);
  });
});
