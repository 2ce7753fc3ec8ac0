import { Headphones, Mic, MonitorSpeaker, ShieldCheck } from 'lucide-react';
import { useState, type ReactNode, type SubmitEvent } from 'react';

import { Banner } from '@/ui/Banner';
import { Button } from '@/ui/Button';
import { Choices } from '@/ui/Choices';
import { Field } from '@/ui/Field';
import { Picker } from '@/ui/Picker';

import type { Devices, Preflight, Problem, ResumableCall, StartOptions } from '../state/types';
import { CustomerBrief } from './CustomerBrief';
import { CustomerControls } from './CustomerControls';
import {
  adviceFor,
  failureTitle,
  whatIsMissing,
  type ConsentChoice,
  type CustomerSource,
} from './precheck';
import { OpenCall } from './OpenCall';
import { SourcePanel } from './SourcePanel';

interface PreCallProps {
  preflight: Preflight;
  devices: Devices;
  meters: { microphone: ReactNode; customer: ReactNode };
  /** Which engines are at work, in a sentence; null until the server has said it. */
  engines: string | null;
  busy: boolean;
  error: Problem | null;
  resumable: ResumableCall | null;
  onStart: (options: StartOptions) => void;
  onResume: () => void;
  onEndResumable: () => Promise<void>;
}

/** Before the call: both voices are heard, or it says why not. Then who, consent, start. */
export function PreCall({ preflight, devices, meters, engines, ...props }: PreCallProps) {
  const { busy, error, resumable, onStart, onResume, onEndResumable } = props;
  const [name, setName] = useState('');
  const [company, setCompany] = useState('');
  const [consent, setConsent] = useState<ConsentChoice | null>(null);
  const [source, setSource] = useState<CustomerSource>(devices.canShare ? 'tab' : 'device');
  const { microphone, customer } = preflight;
  const missing = whatIsMissing(preflight, source, consent);

  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (missing !== null || consent === null) return;
    const who = name.trim();
    const firm = company.trim();
    onStart({
      source: { kind: 'prepared' },
      consent: consent !== 'not_asked',
      recordAudio: consent === 'recording',
      ...(who !== '' && { customer: { name: who, ...(firm !== '' && { company: firm }) } }),
    });
  };

  const issues = (...codes: string[]): ReactNode =>
    preflight.issues
      .filter((issue) => codes.includes(issue.code))
      .map((issue) => (
        <Banner
          key={issue.code}
          tone={issue.severity === 'block' ? 'alarm' : 'caution'}
          title={adviceFor(issue).title}
          className="mt-4"
        >
          {adviceFor(issue).advice}
        </Banner>
      ));

  return (
    <form
      onSubmit={submit}
      className="mx-auto grid max-w-6xl gap-x-16 gap-y-10 px-4 pt-6 pb-12 sm:px-6 lg:grid-cols-[minmax(0,1fr)_400px] lg:pt-12"
    >
      <div className="min-w-0">
        <h1 className="text-ink text-3xl font-semibold tracking-[-0.015em]">Start a call</h1>
        <p className="text-ink-soft mt-2 text-lg">
          See that both voices arrive. Then the coach can follow.
        </p>
        {issues('https_needed', 'capture_unsupported')}
        {resumable !== null && (
          <OpenCall
            key={resumable.callId}
            call={resumable}
            onResume={onResume}
            onEnd={onEndResumable}
          />
        )}

        <SourcePanel
          icon={<Mic />}
          title="Your voice"
          source={microphone}
          heard={preflight.heard.microphone}
          meter={meters.microphone}
          issues={issues('no_microphone_sound')}
        >
          <div className="space-y-4">
            {microphone.status !== 'open' && (
              <Button
                tone={microphone.status === 'failed' ? 'secondary' : 'primary'}
                icon={<Mic aria-hidden />}
                busy={microphone.status === 'asking'}
                disabled={!devices.supported}
                onClick={() => void preflight.openMicrophone()}
              >
                {microphone.status === 'failed' ? 'Try again' : 'Allow the microphone'}
              </Button>
            )}
            {(microphone.status === 'open' || devices.inputs.length > 0) &&
              microphone.status !== 'off' &&
              microphone.status !== 'asking' && (
                <Picker
                  label="Microphone"
                  value={
                    microphone.status === 'open' ? (microphone.deviceId ?? undefined) : undefined
                  }
                  placeholder={
                    microphone.status === 'open' ? microphone.label : 'Choose a microphone'
                  }
                  choices={devices.inputs.map(({ deviceId, label }) => ({
                    value: deviceId,
                    label,
                  }))}
                  onChange={(deviceId) => void preflight.openMicrophone(deviceId)}
                />
              )}
          </div>
        </SourcePanel>

        <SourcePanel
          icon={<MonitorSpeaker />}
          title="The customer's voice"
          source={customer}
          heard={preflight.heard.customer}
          meter={meters.customer}
          issues={issues('share_without_audio', 'no_customer_sound', 'headphones_recommended')}
        >
          <CustomerControls
            source={source}
            onSource={setSource}
            preflight={preflight}
            devices={devices}
          />
        </SourcePanel>

        <div className="mt-10 flex flex-wrap items-center gap-x-4 gap-y-2 sm:pl-16">
          <Button
            icon={<Headphones aria-hidden />}
            disabled={busy}
            onClick={() =>
              onStart({
                source: { kind: 'demo', audible: true },
                consent: true,
                recordAudio: false,
                customer: { name: 'Tony' },
              })
            }
          >
            Try a demo call
          </Button>
          <p className="text-ink-faint min-w-48 flex-1 text-sm">
            A recorded call with its own example playbook. No microphone needed.
          </p>
        </div>
      </div>

      <div className="min-w-0">
        <div className="bg-sheet shadow-sheet rounded-3xl p-6 sm:p-7 lg:sticky lg:top-6">
          <h2 className="sr-only">The call</h2>
          <Field
            label="Customer"
            optional
            placeholder="Name"
            value={name}
            maxLength={200}
            onChange={(event) => setName(event.target.value)}
          />
          <Field
            label="Company"
            optional
            placeholder="Where they work"
            className="mt-4"
            value={company}
            maxLength={200}
            onChange={(event) => setCompany(event.target.value)}
          />
          <CustomerBrief name={name} company={company} onCompany={setCompany} />
          <div className="mt-6">
            <Choices
              legend="What has the customer agreed to?"
              value={consent}
              onChange={setConsent}
              options={[
                {
                  value: 'not_asked',
                  label: 'Not asked yet',
                  hint: 'Ask at the start of the call.',
                },
                {
                  value: 'transcript',
                  label: 'A transcript',
                  hint: 'The words are kept, the sound is not.',
                },
                {
                  value: 'recording',
                  label: 'A transcript and a recording',
                  hint: 'Words and sound are kept.',
                },
              ]}
            />
          </div>
          {error !== null && (
            <Banner tone="alarm" title={failureTitle(error)} className="mt-5">
              {error.message}
            </Banner>
          )}
          <Button
            type="submit"
            tone="primary"
            size="lg"
            className="mt-6 w-full"
            busy={busy}
            disabled={missing !== null}
            aria-describedby="start-needs"
          >
            {busy ? 'Connecting' : 'Start the call'}
          </Button>
          <p
            id="start-needs"
            aria-live="polite"
            className="text-ink-soft mt-2.5 text-center text-sm"
          >
            {missing ?? 'Ready when you are.'}
          </p>
        </div>

        {engines !== null && (
          <p className="text-ink-soft mt-5 flex items-start justify-center gap-2 px-6 text-sm sm:px-7">
            <ShieldCheck aria-hidden className="text-accent mt-0.5 size-4 shrink-0" />
            {engines}
          </p>
        )}
      </div>
    </form>
  );
}
