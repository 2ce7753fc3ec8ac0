import { LoaderCircle } from 'lucide-react';
import type { ReactNode } from 'react';

import type { Promised } from '@/lib/promises';

import type { CallHandle, Devices, Preflight } from '../state/types';
import { Elsewhere } from './Elsewhere';
import { EndedView } from './EndedView';
import { LiveView } from './LiveView';
import type { PlaybookView } from './playbookView';
import { PreCall } from './PreCall';

export interface LiveRoomProps {
  call: CallHandle;
  preflight: Preflight;
  devices: Devices;
  meters: { microphone: ReactNode; customer: ReactNode };
  voices: ReactNode;
  engines: string | null;
  playbook: PlaybookView;
  /** What was promised as the review of the ended call tells it; null until there is one. */
  reviewed?: readonly Promised[] | null;
}

/** The view that belongs to where the call stands. */
export function LiveRoom({
  call,
  preflight,
  playbook,
  voices,
  reviewed = null,
  ...rest
}: LiveRoomProps) {
  const { state } = call;
  if (state.connection === 'taken_over') {
    return <Elsewhere onTakeBack={() => void call.takeBack()} onLeave={call.reset} />;
  }
  const begun = state.callId !== null || state.startedAtMs !== null;
  switch (state.phase) {
    case 'idle':
    case 'connecting':
      if (state.phase === 'connecting' && begun) return <Connecting />;
      return (
        <PreCall
          preflight={preflight}
          {...rest}
          busy={state.phase === 'connecting'}
          error={state.error}
          resumable={call.resumable}
          onStart={(options) => void call.start(options)}
          onResume={() => void call.resume()}
          onEndResumable={call.endResumable}
        />
      );
    case 'live':
    case 'paused':
    case 'ending':
      return (
        <LiveView
          call={call}
          playbook={playbook}
          voices={voices}
          onShareAgain={() => void preflight.shareTab()}
          onPickMicrophone={() => void preflight.openMicrophone()}
        />
      );
    case 'ended':
      return (
        <EndedView
          state={state}
          reviewed={reviewed}
          lines={state.hasOlderTurns ? null : state.turns.length}
          objectives={playbook.objectives.length}
          onAgain={call.reset}
        />
      );
  }
}

function Connecting() {
  return (
    <div role="status" className="flex h-full flex-col items-center justify-center gap-4">
      <LoaderCircle aria-hidden className="text-accent size-8 animate-spin stroke-[1.5]" />
      <p className="text-ink-soft text-lg">Back into the call</p>
    </div>
  );
}
