import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';

import { TipProvider } from '@/ui/Tip';

import faults from '../../../../../docs/faults.md?raw';

import type { ModelUsed } from '@/wire/messages';
import { NOTHING_SPENT, withRequest } from '../state/spending';
import type { Card } from '../state/types';
import { CardView } from './CardView';
import { CardWords } from './CardWords';
import { card, liveState } from './fixtures';
import { ModelCost } from './ModelCost';
import { costText, modelName, modelTrouble, tokensText, writtenBy } from './modelWords';
import { noticesOf } from './notices';

afterEach(cleanup);

const USED: ModelUsed = {
  type: 'model_used',
  call_id: 'call_1',
  seq: 9,
  at_ms: 5000,
  turn_id: 't1',
  source: 'claude',
  wanted: 'claude-haiku-5-5',
  model: 'claude-haiku-5-5',
  outcome: 'shown',
  fault: null,
  first_words_ms: 610,
  prompt_tokens: 260,
  cached_tokens: 1800,
  cache_write_tokens: 0,
  output_tokens: 50,
  estimated: false,
  usd: 0.004,
};

function written(text: string) {
  const main = { ...card().primary_suggestion, text };
  return card({ source: 'claude', model: 'claude-haiku-5-5', primary_suggestion: main });
}

describe('the words of a card', () => {
  it('come in place of the embedded ones, and grow where they stand', () => {
    const { rerender } = render(<CardWords card={card()} />);
    const paragraph = screen.getByText('It is $79 a month.').parentElement;

    rerender(<CardWords card={written('What does it cost you now, Dana?')} />);
    const first = screen.getByText('What does it cost you now, Dana?');
    const size = paragraph?.className;
    rerender(<CardWords card={written('What does it cost you now, Dana? Tell me.')} />);
    const grown = screen.getByText('What does it cost you now, Dana? Tell me.');

    expect(screen.queryByText('It is $79 a month.')).toBeNull();
    // The same paragraph throughout; words that only grew are the same piece, so nothing fades.
    expect(first.parentElement).toBe(paragraph);
    expect(grown).toBe(first);
    expect(grown.parentElement?.className).toBe(size);
  });

  it('fade in only when another hand wrote them', () => {
    render(<CardWords card={card()} />);
    expect(screen.getByText('It is $79 a month.').className).toBe('');
    cleanup();
    render(<CardWords card={written('What does it cost you?')} />);
    expect(screen.getByText('What does it cost you?').className).toContain('animate-fade');
  });
});

describe('who speaks', () => {
  it.each([
    ['claude-haiku-5-5', 'Claude Haiku 5.5'],
    ['claude-haiku-4-5-20251001', 'Claude Haiku 4.5'],
    ['claude-sonnet-5', 'Claude Sonnet 5'],
    ['llama3.1:8b', 'llama3.1:8b'],
  ])('%s', (model, name) => {
    expect(modelName(model)).toBe(name);
  });

  it('is named by its engine while the model is not known', () => {
    expect(writtenBy('local', null)).toBe('Embedded coach');
    expect(writtenBy('claude', null)).toBe('Claude');
    expect(writtenBy('openai_compatible', null)).toBe('Your model server');
  });
});

describe('what it costs', () => {
  it('is added up over the call', () => {
    const spent = withRequest(withRequest(NOTHING_SPENT, USED), { ...USED, model: 'other' });
    expect(spent).toMatchObject({ requests: 2, tokens: 4220, cachedTokens: 3600, model: 'other' });
    expect(spent.usd).toBeCloseTo(0.008);
  });

  it('is said in a line, and not at all without a model', () => {
    const { container } = render(<ModelCost spending={NOTHING_SPENT} trouble={null} />);
    expect(container.textContent).toBe('');
    cleanup();
    render(<ModelCost spending={withRequest(NOTHING_SPENT, USED)} trouble={null} />);
    expect(screen.getByText('Claude Haiku 5.5')).toBeTruthy();
    expect(screen.getByText('under 1 cent')).toBeTruthy();
    expect(screen.getByText('1 request, 2.1k tokens')).toBeTruthy();
  });

  it.each([
    [0, 'free'],
    [0.004, 'under 1 cent'],
    [0.123, '12 cents'],
    [2.5, '$2.50'],
  ])('%d dollars', (usd, text) => {
    expect(costText(usd)).toBe(text);
  });

  it('is said to be estimated when some of it is', () => {
    const guessed = withRequest(NOTHING_SPENT, { ...USED, usd: 0.2, estimated: true });
    const spent = withRequest(guessed, USED);
    expect(costText(spent.usd, spent.estimated)).toBe('20 cents, estimated');
    render(<ModelCost spending={spent} trouble={null} />);
    expect(screen.getByText('20 cents, estimated')).toBeTruthy();
  });

  it('counts tokens roughly', () => {
    expect([tokensText(980), tokensText(12_345)]).toEqual(['980', '12.3k']);
  });
});

/** What the page says, by the table of faults. */
const PROMISED = (faults.split('\n## ').find((part) => part.startsWith('Language models')) ?? '')
  .split('\n')
  .filter((line) => line.startsWith('| '))
  .map((line) => line.split('|')[3]?.trim() ?? '')
  .filter((cell) => cell.endsWith('.'))
  .map((cell) => cell.replace('notice: ', ''));

const REASONS = [
  ...['unauthorized', 'forbidden', 'no_credit', 'retired', 'rate_limited', 'overloaded'],
  ...['server_error', 'unreachable', 'timeout', 'slow', 'cut', 'truncated', 'refused'],
  ...['malformed', 'too_long', 'over_call_budget', 'over_day_budget'],
];

describe('a model that does not answer', () => {
  it('is spoken of in the words of the table of faults', () => {
    const said = ['claude', 'openai_compatible'].flatMap((engine) =>
      REASONS.map((reason) => modelTrouble(reason, engine)),
    );
    expect(PROMISED.length).toBeGreaterThan(15);
    expect(PROMISED.filter((words) => !said.includes(words))).toEqual([]);
    const unpromised = said
      .slice(0, REASONS.length)
      .filter((words) => words !== null && !PROMISED.includes(words));
    expect(unpromised).toEqual(['Claude no longer has the chosen model.']);
  });

  function told(reason: string, coach = 'claude') {
    const engines = { stt: 'local', coach };
    return noticesOf(liveState({ engines, degraded: { coach_service: reason } }), 0);
  }

  it.each([
    ['overloaded', 'Claude is busy.'],
    ['rate_limited', 'Claude takes no more requests for a moment.'],
    ['slow', 'Claude was too slow for this moment.'],
    ['over_day_budget', "Today's budget for Claude is spent."],
    ['something_new', 'Claude does not answer.'],
  ])('is said beside the card, which does not move: %s', (reason, line) => {
    const trouble = modelTrouble(reason, 'claude');
    expect(trouble).toBe(line);
    expect(told(reason)).toEqual([]);
    render(<ModelCost spending={NOTHING_SPENT} trouble={trouble} />);
    expect(screen.getByRole('status').textContent).toBe(`${line} The embedded coach is at work.`);
  });

  it('is named where the card says who speaks, as long as it is not the model', () => {
    const actions = { onUse: vi.fn(), onDismiss: vi.fn(), onVote: vi.fn() };
    const view = (shown: Card) => (
      <TipProvider>
        <CardView card={shown} trouble="Claude is busy." {...actions} />
      </TipProvider>
    );
    const { rerender } = render(view(card()));
    expect(screen.getByText('Embedded coach: Claude is busy.')).toBeTruthy();
    rerender(view(written('What does it cost you now, Dana?')));
    expect(screen.queryByText(/Claude is busy/)).toBeNull();
    expect(screen.getByText('Claude Haiku 5.5')).toBeTruthy();
  });

  it('says above everything what a person has to mend', () => {
    expect(told('unauthorized')).toMatchObject([
      {
        tone: 'caution',
        title: 'Claude does not accept the key.',
        text: 'The embedded coach is at work. Mend it in the settings.',
      },
    ]);
    expect(modelTrouble('unreachable', 'openai_compatible')).toBe(
      'Your model server cannot be reached.',
    );
    expect(told('forbidden', 'openai_compatible')[0]?.title).toBe(
      'The key for your model server may not use the chosen model.',
    );
  });

  it('is not spoken of while it answers', () => {
    expect(modelTrouble(undefined, 'claude')).toBeNull();
  });
});
