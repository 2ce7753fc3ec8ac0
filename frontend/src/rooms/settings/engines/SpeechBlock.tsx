import { Picker } from '@/ui/Picker';

import { Block } from '../Block';
import type { EngineSettings } from '../enginesApi';
import { Note } from '../fields/Note';
import { TextSetting } from '../fields/TextSetting';
import { useSaving } from '../fields/useSaving';
import type { EnginesInUse } from '../useEngines';
import { EngineChoices } from './EngineChoices';
import { lackText, languageChoices, soundText, type SpeechName } from './engineWords';
import { KeyField } from './KeyField';
import { Leaves } from './Leaves';
import { TryEngine } from './TryEngine';

const OPTIONS: readonly { value: SpeechName; label: string; hint: string }[] = [
  { value: 'local', label: 'Embedded', hint: 'On your own machine. English. No key, no network.' },
  {
    value: 'deepgram',
    label: 'Deepgram',
    hint: 'Better words and about 45 languages. The embedded engine steps in when it is away.',
  },
];
const MODELS = ['nova-3', 'nova-3-medical', 'nova-2', 'flux-general-en', 'flux-general-multi'];

interface SpeechBlockProps {
  engines: EnginesInUse;
  settings: EngineSettings;
}

/** Who hears the calls. */
export function SpeechBlock({ engines, settings }: SpeechBlockProps) {
  const { stt_engine: chosen, speech, keys, deepgram_model: model } = settings;
  return (
    <Block title="Who hears your calls">
      <EngineChoices
        legend="Speech recognition"
        value={chosen.value}
        byEnvironment={chosen.by_environment}
        options={OPTIONS}
        onChoose={(value) =>
          // What the embedded engine does not hear cannot stay chosen with it.
          engines.change({
            stt_engine: value === 'deepgram' ? value : null,
            ...(value === 'local' && !settings.speech_language.by_environment
              ? { speech_language: null }
              : {}),
          })
        }
      />
      <Leaves
        text={soundText(chosen.value, speech.engine === chosen.value ? speech.host : '')}
        leaves={chosen.value === 'deepgram'}
        lack={lackText(speech, 'speech')}
      />
      {chosen.value === 'deepgram' && (
        <div className="mt-6 space-y-4">
          <KeyField
            engine="deepgram"
            standing={keys.deepgram}
            onStore={(key) => engines.storeKey('deepgram', key)}
            onRemove={() => engines.removeKey('deepgram')}
          />
          <div className="grid gap-x-6 gap-y-4 sm:grid-cols-2">
            <TextSetting
              label="Model"
              choice={model}
              suggestions={MODELS}
              onSave={(value) => engines.change({ deepgram_model: value })}
            />
            <Language engines={engines} settings={settings} />
          </div>
          <TryEngine engine="deepgram" onInstead={(change) => void engines.change(change)} />
        </div>
      )}
    </Block>
  );
}

function Language({ engines, settings }: SpeechBlockProps) {
  const { speech_language: language, languages } = settings;
  const saving = useSaving();
  return (
    <div>
      <Picker
        label="Language of your calls"
        value={language.value}
        placeholder={language.value}
        disabled={language.by_environment}
        choices={languageChoices(languages, language.value)}
        onChange={(value) => void saving.run(engines.change({ speech_language: value }))}
      />
      <Note id="language-note" saving={saving} byEnvironment={language.by_environment} />
    </div>
  );
}
