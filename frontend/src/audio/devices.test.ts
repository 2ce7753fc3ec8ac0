import { expect, it } from 'vitest';
import { inputsOf } from './devices';

function device(kind: MediaDeviceKind, deviceId: string, label: string): MediaDeviceInfo {
  return { kind, deviceId, label, groupId: '', toJSON: () => ({}) };
}

it('lists inputs once each, with a name', () => {
  const inputs = inputsOf([
    device('audioinput', 'default', 'Default - Headset'),
    device('audioinput', 'a', 'Headset'),
    device('audiooutput', 'b', 'Loudspeaker'),
    device('audioinput', 'c', ''),
  ]);
  expect(inputs).toEqual([
    { deviceId: 'a', label: 'Headset' },
    { deviceId: 'c', label: 'Microphone 2' },
  ]);
});

it('offers no choice before a permission, when the browser tells no ids', () => {
  expect(inputsOf([device('audioinput', '', '')])).toEqual([]);
});
