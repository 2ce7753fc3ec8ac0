import {
  ArrowLeftRight,
  BookmarkPlus,
  Keyboard,
  Mic,
  MicOff,
  Pause,
  PictureInPicture2,
  Play,
} from 'lucide-react';
import { Button } from '@/ui/Button';
import { Confirm } from '@/ui/Confirm';
import { cx } from '@/ui/cx';
import { IconButton } from '@/ui/IconButton';
import { Segments } from '@/ui/Segments';
import { UNNAMED_CALL } from '@/ui/words';

import type { CoachingMode } from '@/wire/messages';
import type { LiveState } from '../state/types';
import { CallStatus } from './CallStatus';
import { Elapsed } from './Elapsed';
import { MICROPHONE_CHANNEL } from './channels';

export interface CallBarActions {
  onMute: () => void;
  onPause: () => void;
  onSwap: () => void;
  onMark: () => void;
  onMode: (mode: CoachingMode) => void;
  onEnd: () => void;
  onShortcuts: () => void;
  /** Absent where the browser has no window that stays on top. */
  onSmallWindow?: () => void;
}

interface CallBarProps extends CallBarActions {
  state: LiveState;
  /** Whether it is being asked if the call shall end. */
  asking: boolean;
  onAsking: (asking: boolean) => void;
}

/** Who is on the line, how long, in which state; and everything that can be done to the call. */
export function CallBar({ state, asking, onAsking, ...on }: CallBarProps) {
  const muted = state.muted[MICROPHONE_CHANNEL] === true;
  const paused = state.phase === 'paused';
  const { customer } = state;
  return (
    <div
      className={cx(
        'flex flex-wrap items-center gap-x-4 gap-y-2 px-4 pt-1 pb-3 sm:px-6',
        state.phase === 'ending' && 'pointer-events-none opacity-60',
      )}
    >
      <div className="flex min-w-40 flex-1 items-center gap-4">
        <Elapsed
          since={state.startedAtMs}
          className="text-ink text-2xl font-semibold tracking-[-0.01em]"
        />
        <div className="min-w-0">
          <h1 className="text-ink truncate text-base font-semibold">
            {customer?.name ?? UNNAMED_CALL}
            {customer?.company && (
              <span className="text-ink-soft font-normal">, {customer.company}</span>
            )}
          </h1>
          <CallStatus state={state} />
        </div>
      </div>

      <Segments
        label="What the coach shows"
        value={state.mode}
        onChange={on.onMode}
        options={[
          { value: 'suggestion', label: 'Suggestions' },
          { value: 'guidance', label: 'Guidance' },
        ]}
      />

      <div role="toolbar" aria-label="Call" className="flex items-center gap-1">
        <IconButton
          label={muted ? 'Unmute your microphone' : 'Mute your microphone'}
          shortcut="X"
          tone="alarm"
          pressed={muted}
          icon={muted ? <MicOff aria-hidden /> : <Mic aria-hidden />}
          onClick={on.onMute}
        />
        <IconButton
          label={paused ? 'Back on the record' : 'Pause: off the record'}
          shortcut="P"
          pressed={paused}
          tone="accent"
          icon={paused ? <Play aria-hidden /> : <Pause aria-hidden />}
          onClick={on.onPause}
        />
        <IconButton
          label="Mark this moment"
          shortcut="M"
          icon={<BookmarkPlus aria-hidden />}
          onClick={on.onMark}
        />
        <IconButton
          label="Swap the speakers"
          icon={<ArrowLeftRight aria-hidden />}
          onClick={on.onSwap}
        />
        {on.onSmallWindow && (
          <IconButton
            label="Small window on top"
            icon={<PictureInPicture2 aria-hidden />}
            onClick={on.onSmallWindow}
          />
        )}
        <IconButton
          label="Keyboard shortcuts"
          className="max-lg:hidden"
          shortcut="?"
          icon={<Keyboard aria-hidden />}
          onClick={on.onShortcuts}
        />
        <Button
          tone="alarm-soft"
          className="ml-2"
          aria-keyshortcuts="E"
          busy={state.phase === 'ending'}
          onClick={() => onAsking(true)}
        >
          {state.phase === 'ending' ? 'Saving' : 'End call'}
        </Button>
      </div>

      <Confirm
        open={asking}
        onOpenChange={onAsking}
        title="End this call?"
        confirm="End and save"
        cancel="Keep going"
        onConfirm={() => {
          onAsking(false);
          on.onEnd();
        }}
      >
        The transcript and the cards are saved. An ended call cannot be continued.
      </Confirm>
    </div>
  );
}
