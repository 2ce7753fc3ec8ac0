import { Mic, MicOff, Pause, Play } from 'lucide-react';

import { Button } from '@/ui/Button';
import { cx } from '@/ui/cx';
import { cardKind, cardTitle } from '@/ui/words';

import type { LiveState } from '../state/types';
import { CallStatus } from './CallStatus';
import { currentCards } from './CardPane';

import { MICROPHONE_CHANNEL } from './channels';
import { Elapsed } from './Elapsed';

interface SmallCallProps {
  state: LiveState;
  onUse: (id: string) => void;
  onPause: () => void;
  onMute: () => void;
}

const COLORS = {
  objection: 'text-caution',
  buying_signal: 'text-accent',
  question: 'text-ink',
};

/** The call in a window the size of a card, to lie over the meeting. */
export function SmallCall({ state, onUse, onPause, onMute }: SmallCallProps) {
  const { now: card } = currentCards(state.suggestions);
  const guidance = state.mode === 'guidance' ? state.guidance : null;
  const paused = state.phase === 'paused';
  const muted = state.muted[MICROPHONE_CHANNEL] === true;
  return (
    <main className="bg-canvas text-ink flex h-dvh flex-col p-4">
      <div className="min-h-0 flex-1 overflow-y-auto">
        {guidance !== null ? (
          <>
            <p className="text-accent text-sm font-semibold">Aim for</p>
            <p className="mt-1 text-xl leading-snug font-semibold">{guidance.focus.what}</p>
            <p className="text-ink-soft mt-2 text-base">
              {guidance.guidance.key_questions[0]?.primary}
            </p>
          </>
        ) : card !== null && !paused ? (
          <div key={card.id} className="animate-arrive">
            <p className={cx('text-sm font-semibold', COLORS[cardKind(card)])}>{cardTitle(card)}</p>
            <p className="mt-1 text-xl leading-snug font-[560] tracking-[-0.01em]">
              {card.primary_suggestion.text}
            </p>
          </div>
        ) : (
          <p className="text-ink-soft flex h-full items-center justify-center text-lg">
            {paused ? 'Off the record' : 'Listening'}
          </p>
        )}
      </div>
      <div className="flex items-center gap-2 pt-3">
        <Elapsed since={state.startedAtMs} className="text-lg font-semibold" />
        <CallStatus state={state} className="min-w-0 flex-1 truncate" />
        {card !== null && card.status === 'shown' && guidance === null && !paused && (
          <Button tone="primary" size="sm" onClick={() => onUse(card.id)}>
            Use
          </Button>
        )}
        <Button
          size="sm"
          tone="quiet"
          aria-pressed={muted}
          aria-label={muted ? 'Unmute' : 'Mute'}
          className={cx(muted && 'bg-alarm-soft text-alarm')}
          icon={muted ? <MicOff aria-hidden /> : <Mic aria-hidden />}
          onClick={onMute}
        />
        <Button
          size="sm"
          icon={paused ? <Play aria-hidden /> : <Pause aria-hidden />}
          onClick={onPause}
        >
          {paused ? 'Go on' : 'Pause'}
        </Button>
      </div>
    </main>
  );
}
