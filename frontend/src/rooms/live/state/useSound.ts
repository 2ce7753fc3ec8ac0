import { useMemo } from 'react';
import { hasCapture, hasShare } from '@/audio/open';
import type { Levels } from '@/audio/types';
import { useStore } from '@/lib/store';
import { useLiveSession } from './context';
import { issuesOf } from './preflightIssues';
import { rememberedMicrophone, rememberMicrophone } from './rememberedMicrophone';
import type { Devices, Preflight } from './types';

/** Audio inputs to choose from, kept up to date. */
export function useDevices(): Devices {
  const { devices } = useLiveSession().parts;
  const inputs = useStore(devices.inputs);
  return useMemo(() => ({ inputs, supported: hasCapture(), canShare: hasShare() }), [inputs]);
}

/** How loud both sides are, about 15 times a second: use it in small components only. */
export function useLevels(): Levels {
  const sound = useStore(useLiveSession().sound);
  return useStore(sound.levels);
}

/** The check before the call; its openers also serve during the call. */
export function usePreflight(): Preflight {
  const session = useLiveSession();
  const { capture, devices } = session.parts;
  const sources = useStore(capture.sources);
  const sound = useStore(session.check);
  const actions = useMemo(() => {
    // The browser tells the names of the devices once one was allowed.
    const refreshed = async (opening: Promise<void>) => {
      await opening;
      await devices.refresh();
    };
    return {
      openMicrophone: (deviceId?: string) => {
        if (deviceId !== undefined) rememberMicrophone(deviceId);
        return refreshed(capture.openMicrophone(deviceId ?? rememberedMicrophone()));
      },
      shareTab: () => capture.shareTab(),
      openCustomerDevice: (deviceId: string) => refreshed(capture.openCustomerDevice(deviceId)),
      closeCustomer: () => capture.closeCustomer(),
      close: () => capture.close(),
    };
  }, [capture, devices]);
  return useMemo(() => {
    const support = { capture: hasCapture(), secure: window.isSecureContext };
    return {
      ...sources,
      ...actions,
      heard: sound.heard,
      issues: issuesOf(sources, sound, support),
    };
  }, [sources, sound, actions]);
}
