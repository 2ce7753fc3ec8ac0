import { cx } from '@/ui/cx';

import type { LiveState } from '../state/types';

type Shown = Pick<LiveState, 'phase' | 'connection' | 'recording' | 'demo'>;

function say(shown: Shown): { text: string; more?: string; dot: string } {
  const { phase, connection, recording, demo } = shown;
  if (connection === 'offline') return { text: 'No connection', dot: 'bg-alarm-fill' };
  if (connection === 'reconnecting') return { text: 'Reconnecting', dot: 'bg-caution-fill' };
  if (phase === 'paused') return { text: 'Off the record', dot: 'bg-caution-fill' };
  if (phase === 'connecting') return { text: 'Connecting', dot: 'bg-caution-fill' };
  if (phase === 'ending') return { text: 'Saving', dot: 'bg-accent' };
  if (demo) return { text: 'Demo call', more: ', example playbook', dot: 'bg-accent' };
  if (recording) return { text: 'Recording', dot: 'bg-alarm-fill' };
  return { text: 'Live', more: ', sound not kept', dot: 'bg-accent' };
}

/** In which state the call is, in two words. */
export function CallStatus({ state, className }: { state: Shown; className?: string }) {
  const { text, more, dot } = say(state);
  return (
    <span
      role="status"
      className={cx(
        'text-ink-soft flex items-center gap-2 text-sm font-medium whitespace-nowrap',
        className,
      )}
    >
      <span
        aria-hidden
        className={cx('size-2 rounded-full', dot, state.phase === 'live' && 'animate-listen')}
      />
      <span>
        {text}
        {more !== undefined && <span className="max-lg:sr-only">{more}</span>}
      </span>
    </span>
  );
}
