import { useState } from 'react';

import { Banner } from '@/ui/Banner';
import { Button } from '@/ui/Button';
import { Confirm } from '@/ui/Confirm';
import { Segments } from '@/ui/Segments';
import { Switch } from '@/ui/Switch';

import { Block } from '../Block';
import { Loading } from '../Loading';
import { differs, useCoaching, type Coaching } from '../useCoaching';
import type { CoachingSettings } from '../settingsApi';
import { CUE_GROUPS } from './cueWords';
import { CueRow } from './CueRow';
import { MutedCards } from './MutedCards';

/** How calls are coached. Every change is saved at once and used from the next call on. */
export function CoachingSection() {
  const coaching = useCoaching();
  const { settings, unreadable } = coaching;
  if (settings === undefined) return <Loading unreadable={unreadable} retry={coaching.retry} />;
  return <Loaded coaching={coaching} settings={settings} />;
}

function Loaded({ coaching, settings }: { coaching: Coaching; settings: CoachingSettings }) {
  const [asking, setAsking] = useState(false);
  const [unfit, setUnfit] = useState<ReadonlySet<string>>(new Set());
  const { defaults, cues } = settings;
  return (
    <>
      {coaching.refused !== null && (
        <Banner tone="alarm" title="The last change was not kept" className="mt-6">
          {coaching.refused.message}
        </Banner>
      )}

      <Block title="What the coach shows">
        <div className="flex flex-wrap items-start gap-x-6 gap-y-3 py-4">
          <p className="text-ink-soft min-w-0 flex-1 basis-72 text-base">
            Suggestions are words to say, one card at a time. Guidance is a direction, with
            questions to ask and points to talk about. You can switch during a call.
          </p>
          <Segments
            label="What the coach shows"
            value={settings.mode ?? defaults.mode}
            onChange={(mode) => coaching.change({ mode: mode === defaults.mode ? null : mode })}
            options={[
              { value: 'suggestion', label: 'Suggestions' },
              { value: 'guidance', label: 'Guidance' },
            ]}
          />
        </div>
        <div className="flex items-start gap-4 py-4">
          <Switch
            label="Cards before they finish"
            on={settings.early_cards}
            onChange={(early_cards) => coaching.change({ early_cards })}
            className="mt-0.5"
          />
          <div>
            <p className="text-ink text-base font-semibold">Cards before they finish</p>
            <p className="text-ink-soft text-base">
              A card may come while the customer is still speaking, when their words are plain. It
              goes again if the sentence turns.
            </p>
          </div>
        </div>
      </Block>

      {CUE_GROUPS.map(({ title, kinds }) => (
        <Block key={title} title={title}>
          <ul className="divide-line divide-y">
            {kinds.map((kind) => {
              const rule = cues[kind];
              const spec = defaults.cues[kind];
              if (rule === undefined || spec === undefined) return null;
              return (
                <CueRow
                  key={kind}
                  kind={kind}
                  rule={rule}
                  spec={spec}
                  onChange={(next) => coaching.change({ cues: { ...cues, [kind]: next } })}
                  onUnfit={(is) => setUnfit((known) => withOrWithout(known, kind, is))}
                />
              );
            })}
          </ul>
        </Block>
      ))}

      <Block title="Muted cards">
        <MutedCards cards={settings.muted} onUnmute={coaching.unmute} />
      </Block>

      <div className="mt-10 flex flex-wrap items-center gap-4">
        <Button disabled={!differs(settings)} onClick={() => setAsking(true)}>
          Set all back
        </Button>
        <p role="status" className="text-ink-faint text-base">
          {unfit.size > 0
            ? 'A figure is out of its range and not saved.'
            : coaching.saving
              ? 'Saving'
              : coaching.saved
                ? 'Saved. Used from the next call on.'
                : 'Changes are saved at once and used from the next call on.'}
        </p>
      </div>
      <Confirm
        open={asking}
        onOpenChange={setAsking}
        title="Set everything back?"
        confirm="Set back"
        cancel="Keep mine"
        onConfirm={() => {
          setAsking(false);
          coaching.reset();
        }}
      >
        Switches and figures become what they were at the beginning. Muted cards stay muted.
      </Confirm>
    </>
  );
}

function withOrWithout(known: ReadonlySet<string>, kind: string, is: boolean): ReadonlySet<string> {
  const next = new Set(known);
  if (is) next.add(kind);
  else next.delete(kind);
  return next;
}
