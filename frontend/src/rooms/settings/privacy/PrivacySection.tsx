import { useId } from 'react';

import { Segments } from '@/ui/Segments';
import { Switch } from '@/ui/Switch';

import { Block } from '../Block';
import type { Handling, Privacy } from '../enginesApi';
import { Note } from '../fields/Note';
import { useSaving } from '../fields/useSaving';
import { Loading } from '../Loading';
import { RetentionBlock } from '../retention/RetentionBlock';
import { usePrivacy, type PrivacyInUse } from '../usePrivacy';
import { HANDLINGS, KINDS, type KindWords } from './privacyWords';
import { WordList } from './WordList';

interface Given {
  use: PrivacyInUse;
  privacy: Privacy;
}

/** What is masked, before it is sent or even kept, and whether sound is kept. */
export function PrivacySection() {
  const use = usePrivacy();
  if (use.privacy === undefined) return <Loading {...use} />;
  const given = { use, privacy: use.privacy };
  return (
    <>
      <Block
        title="What is masked in the words"
        intro={
          <>
            <p>
              <strong className="text-ink font-semibold">Never send</strong> keeps it on this
              machine and masks it in what a language model is given.
            </p>
            <p>
              <strong className="text-ink font-semibold">Never keep</strong> masks it before it is
              shown or stored, and so before it is sent. Each call tells how much was masked.
            </p>
          </>
        }
      >
        <ul className="divide-line mt-2 divide-y">
          {KINDS.map((words) => (
            <KindRow key={words.kind} words={words} {...given} />
          ))}
        </ul>
        <WordList {...given} />
      </Block>
      <Block title="Sound">
        <KeepAudio {...given} />
      </Block>
      <RetentionBlock />
    </>
  );
}

function KindRow({ words, use, privacy }: Given & { words: KindWords }) {
  const { kind, name, meaning } = words;
  const saving = useSaving();
  const id = useId();
  return (
    <li className="flex flex-wrap items-start justify-between gap-x-8 gap-y-3 py-4">
      <div className="min-w-0 flex-1 basis-64">
        <p className="text-ink text-base font-semibold">{name}</p>
        <p className="text-ink-soft text-base">{meaning}</p>
      </div>
      <div className="w-80 max-w-full">
        <Segments<Handling>
          label={name}
          className="w-full"
          value={privacy.handling[kind] ?? 'left'}
          options={HANDLINGS}
          onChange={(value) =>
            void saving.run(use.change({ handling: { ...privacy.handling, [kind]: value } }))
          }
        />
        <Note id={id} saving={saving} collapses />
      </div>
    </li>
  );
}

function KeepAudio({ use, privacy }: Given) {
  const saving = useSaving();
  const id = useId();
  return (
    <div className="flex items-start gap-4 py-4">
      <Switch
        label="Keep recordings"
        on={privacy.keep_audio}
        onChange={(keep_audio) => void saving.run(use.change({ keep_audio }))}
        className="mt-0.5"
      />
      <div>
        <p className="text-ink text-base font-semibold">Keep recordings</p>
        <p className="text-ink-soft text-base">
          Only of calls in which the customer agreed to one, and without the lines of which
          something is never kept: those are silent. Off: no sound outlives its transcript, whatever
          was agreed to.
        </p>
        <Note id={id} saving={saving} collapses />
      </div>
    </div>
  );
}
