import { createStore, type Store } from '@/lib/store';
import { hasCapture } from './open';
import type { InputDevice } from './types';

/**
 * Audio inputs with a name for each. Chromium's aliases "default" and "communications" are left
 * out: they name devices that are in the list anyway. Without permission the browser tells no ids,
 * and there is nothing to choose.
 */
export function inputsOf(devices: readonly MediaDeviceInfo[]): InputDevice[] {
  return devices
    .filter(({ kind }) => kind === 'audioinput')
    .filter(({ deviceId }) => !['', 'default', 'communications'].includes(deviceId))
    .map(({ deviceId, label }, i) => ({
      deviceId,
      label: label === '' ? `Microphone ${i + 1}` : label,
    }));
}

/** The present inputs, kept up to date. `refresh` after a permission was granted. */
export interface DeviceList {
  inputs: Store<InputDevice[]>;
  refresh: () => Promise<void>;
  /** Follows plugging; `changed` is told after the list is. Returns how to stop. */
  watch: (changed: () => void) => () => void;
}

export function createDeviceList(): DeviceList {
  const inputs = createStore<InputDevice[]>([]);
  const refresh = async () => {
    if (!hasCapture()) return;
    inputs.set(inputsOf(await navigator.mediaDevices.enumerateDevices()));
  };
  return {
    inputs,
    refresh,
    watch: (changed) => {
      if (!hasCapture()) return () => undefined;
      const devices = navigator.mediaDevices;
      const follow = () => void refresh().then(changed);
      devices.addEventListener('devicechange', follow);
      return () => devices.removeEventListener('devicechange', follow);
    },
  };
}
