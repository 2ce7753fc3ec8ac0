import type { CallEvent, SuggestionShown } from '@/wire/messages';
import type { Card, LiveState } from './types';

export const CARDS_IN_MEMORY = 20;

export type CardEvent = Extract<
  CallEvent,
  {
    type:
      | 'suggestion_update'
      | 'suggestion_withdrawn'
      | 'suggestion_used'
      | 'suggestion_dismissed'
      | 'suggestion_voted';
  }
>;

export function addSuggestion(
  state: LiveState,
  shown: SuggestionShown,
  receivedAt: number,
): LiveState {
  const card: Card = {
    id: shown.id,
    at_ms: shown.at_ms,
    primary_suggestion: shown.primary_suggestion,
    context: shown.context,
    highlight_toolkit: shown.highlight_toolkit,
    script_id: shown.script_id,
    next_move: shown.next_move,
    source: shown.source,
    model: shown.model,
    early: shown.early,
    evidence: shown.evidence,
    latency_ms: shown.latency_ms,
    status: 'shown',
    vote: null,
    usedBy: null,
    withdrawnFor: null,
    receivedAt,
  };
  const others = state.suggestions.filter(({ id }) => id !== card.id);
  return {
    ...state,
    suggestions: [...others, card].slice(-CARDS_IN_MEMORY),
    highlightCategories: card.highlight_toolkit,
  };
}

/** What became of a card; a card that is no longer held is left alone. */
export function changeCard(state: LiveState, event: CardEvent): LiveState {
  const at = state.suggestions.findIndex(({ id }) => id === event.id);
  const card = state.suggestions[at];
  if (!card) return state;
  return { ...state, suggestions: state.suggestions.with(at, changed(card, event)) };
}

function changed(card: Card, event: CardEvent): Card {
  switch (event.type) {
    case 'suggestion_update':
      return {
        ...card,
        primary_suggestion: event.primary_suggestion ?? card.primary_suggestion,
        next_move: event.next_move ?? card.next_move,
        source: event.source ?? card.source,
        model: event.model ?? card.model,
        evidence: event.evidence ?? card.evidence,
      };
    case 'suggestion_withdrawn':
      if (card.status !== 'shown') return card;
      return { ...card, status: 'withdrawn', withdrawnFor: event.reason };
    case 'suggestion_used':
      return { ...card, status: 'used', usedBy: event.by };
    case 'suggestion_dismissed':
      return { ...card, status: 'dismissed' };
    case 'suggestion_voted':
      return { ...card, vote: event.vote };
  }
}
