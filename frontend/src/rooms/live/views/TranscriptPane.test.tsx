import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import type { GapLine, TurnLine } from '../state/types';
import { turn } from './fixtures';
import { TranscriptPane } from './TranscriptPane';
import { transcriptRows } from './transcriptRows';

// Without a layout every line would measure nothing, and the virtual list would show none.
beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockReturnValue(40);
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(400);
});
afterEach(cleanup);

function pane(turns: TurnLine[], gaps: GapLine[] = []) {
  return (
    <TranscriptPane
      turns={turns}
      gaps={gaps}
      hasOlder={false}
      loadOlder={() => Promise.resolve([])}
      customer="Dana"
    />
  );
}

function lines(): string[] {
  return [...screen.getByRole('log').querySelectorAll('[data-index]')].map(
    (row) => row.textContent,
  );
}

describe('the transcript', () => {
  it('replaces what was heard so far, and never adds to it', () => {
    const view = render(pane([turn({ text: 'What does', isFinal: false })]));
    expect(lines()).toEqual(['Dana0:01What does …']);
    view.rerender(pane([turn({ text: 'What does it', isFinal: false })]));
    expect(lines()).toEqual(['Dana0:01What does it …']);
    view.rerender(pane([turn({ text: 'What does it cost?' })]));
    expect(lines()).toEqual(['Dana0:01What does it cost?']);
    expect(screen.getByRole('log').querySelector('[data-interim]')).toBeNull();
  });

  it('marks what is not final', () => {
    render(pane([turn({ text: 'What', isFinal: false })]));
    expect(screen.getByRole('log').querySelectorAll('[data-interim]')).toHaveLength(1);
  });

  it('says what is missing, and is silent for screen readers', () => {
    const gaps: GapLine[] = [{ channel: null, startMs: 4000, endMs: 16_000, reason: 'paused' }];
    render(pane([turn()], gaps));
    expect(screen.getByText('12 s off the record')).toBeTruthy();
    expect(screen.getByRole('log').getAttribute('aria-live')).toBe('off');
  });

  it('says that it waits for words', () => {
    render(pane([]));
    expect(screen.getByText('The words appear here as they are spoken.')).toBeTruthy();
  });
});

describe('transcriptRows', () => {
  it('names a speaker when the speaker changes, and again after a gap', () => {
    const turns = [
      turn({ turnId: 'a', startMs: 0 }),
      turn({ turnId: 'b', startMs: 2000 }),
      turn({ turnId: 'c', startMs: 9000 }),
      turn({ turnId: 'd', startMs: 11_000, speaker: 'salesperson' }),
    ];
    const gaps: GapLine[] = [{ channel: null, startMs: 4000, endMs: 8000, reason: 'lost' }];
    const rows = transcriptRows([], turns, gaps);
    expect(rows.map((row) => (row.kind === 'gap' ? 'gap' : row.opens))).toEqual([
      true,
      false,
      'gap',
      true,
      true,
    ]);
  });

  it('takes a turn that was loaded and is still held from what is held', () => {
    const rows = transcriptRows([turn({ text: 'old' })], [turn({ text: 'new' })], []);
    expect(rows.map((row) => row.kind === 'turn' && row.line.text)).toEqual(['new']);
  });

  it('leaves out gaps nobody would notice', () => {
    const gaps: GapLine[] = [{ channel: 0, startMs: 3000, endMs: 3400, reason: 'lost' }];
    expect(transcriptRows([], [turn()], gaps)).toHaveLength(1);
  });
});
