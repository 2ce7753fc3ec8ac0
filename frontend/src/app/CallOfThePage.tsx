import { useQuery } from '@tanstack/react-query';
import { useMemo, type ReactNode } from 'react';

import { useStore } from '@/lib/store';
import { useCall } from '@/rooms/live/state/useCall';
import { useDevices, usePreflight } from '@/rooms/live/state/useSound';
import { enginesText, featureFlagsQuery, toolkitQuery } from '@/rooms/live/views/liveQueries';
import { ChannelMeter, LiveVoices } from '@/rooms/live/views/Meters';
import { EMPTY_PLAYBOOK } from '@/rooms/live/views/playbookView';
import { loginEnded } from '@/wire/standing';

import { LiveContext } from './live';
import { useLeaveGuard } from './useLeaveGuard';

const METERS = {
  microphone: <ChannelMeter side="microphone" />,
  customer: <ChannelMeter side="customer" />,
};
const VOICES = <LiveVoices />;

/** Gathers what the views of the call show, above the router: it outlives every view. */
export function CallOfThePage({ children }: { children: ReactNode }) {
  const call = useCall();
  const preflight = usePreflight();
  const devices = useDevices();
  const enabled = !useStore(loginEnded);
  const { playbookId, playbookVersion } = call.state;
  const toolkit = useQuery({ ...toolkitQuery(playbookId, playbookVersion), enabled });
  const flags = useQuery({ ...featureFlagsQuery, enabled });
  const { phase } = call.state;
  useLeaveGuard(phase === 'live' || phase === 'paused' || phase === 'ending');

  const live = useMemo(
    () => ({
      call,
      preflight,
      devices,
      meters: METERS,
      voices: VOICES,
      engines: flags.data ? enginesText(flags.data, location.hostname) : null,
      playbook: toolkit.data ?? EMPTY_PLAYBOOK,
    }),
    [call, preflight, devices, flags.data, toolkit.data],
  );
  return <LiveContext value={live}>{children}</LiveContext>;
}
