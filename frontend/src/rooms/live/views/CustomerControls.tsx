import { MonitorSpeaker } from 'lucide-react';

import { Button } from '@/ui/Button';
import { Picker } from '@/ui/Picker';
import { Segments } from '@/ui/Segments';

import type { Devices, Preflight } from '../state/types';
import type { CustomerSource } from './precheck';

const SOURCES = [
  { value: 'tab', label: 'In the browser' },
  { value: 'device', label: 'In a program' },
  { value: 'room', label: 'In the room' },
] as const;

interface CustomerControlsProps {
  source: CustomerSource;
  onSource: (source: CustomerSource) => void;
  preflight: Preflight;
  devices: Devices;
}

/** From where the customer is heard: a tab, a device, or the salesperson's own microphone. */
export function CustomerControls({ source, onSource, preflight, devices }: CustomerControlsProps) {
  const { microphone, customer } = preflight;
  return (
    <>
      <Segments
        label="Where the customer is heard"
        value={source}
        onChange={(next) => {
          onSource(next);
          preflight.closeCustomer();
        }}
        options={SOURCES.filter(({ value }) => value !== 'tab' || devices.canShare)}
        className="mb-4 flex w-full"
      />
      {source === 'room' ? (
        <p className="text-ink-soft text-base">
          One microphone hears both of you. The transcript then cannot tell who is speaking.
        </p>
      ) : source === 'tab' ? (
        <>
          <Button
            tone={
              microphone.status === 'open' && customer.status !== 'open' ? 'primary' : 'secondary'
            }
            icon={<MonitorSpeaker aria-hidden />}
            busy={customer.status === 'asking'}
            onClick={() => void preflight.shareTab()}
          >
            {customer.status === 'open' ? 'Share another tab' : "Share the meeting's tab"}
          </Button>
          <p className="text-ink-faint mt-2.5 text-sm">
            Choose the tab of the meeting, and leave “Also share tab audio” on.
          </p>
        </>
      ) : (
        <>
          <Picker
            label="Input device that carries the meeting"
            value={customer.status === 'open' ? (customer.deviceId ?? undefined) : undefined}
            placeholder="Choose a device"
            disabled={!devices.supported}
            choices={devices.inputs.map(({ deviceId, label }) => ({ value: deviceId, label }))}
            onChange={(deviceId) => void preflight.openCustomerDevice(deviceId)}
          />
          <p className="text-ink-faint mt-2.5 text-sm">
            Often called “Monitor of”, “Stereo Mix”, “BlackHole” or “Loopback”.
          </p>
        </>
      )}
    </>
  );
}
