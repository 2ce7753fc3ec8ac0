import { Block } from '../Block';
import type { EngineSettings } from '../enginesApi';
import { TextSetting } from '../fields/TextSetting';
import type { EnginesInUse } from '../useEngines';
import { EngineChoices } from './EngineChoices';
import { lackText, wordsText, type CoachName } from './engineWords';
import { KeyField } from './KeyField';
import { Leaves } from './Leaves';
import { TryEngine } from './TryEngine';

const OPTIONS: readonly { value: CoachName; label: string; hint: string }[] = [
  { value: 'local', label: 'Embedded', hint: 'On your own machine, from your playbook. No key.' },
  {
    value: 'claude',
    label: 'Claude',
    hint: 'Rewords the embedded card to fit the moment. The embedded one still comes first.',
  },
  {
    value: 'openai_compatible',
    label: 'Another model',
    hint: 'OpenAI, or a server of your own: Ollama, vLLM, llama.cpp and the like.',
  },
];
const CLAUDE_MODELS = [
  'claude-haiku-5-5',
  'claude-sonnet-5-5',
  'claude-haiku-4-5',
  'claude-sonnet-5',
];

interface CoachBlockProps {
  engines: EnginesInUse;
  settings: EngineSettings;
}

/** Who advises. */
export function CoachBlock({ engines, settings }: CoachBlockProps) {
  const { coach_engine: chosen, coach } = settings;
  const own = chosen.value === 'openai_compatible' && coach.engine === chosen.value;
  return (
    <Block title="Who advises you">
      <EngineChoices
        legend="Coach"
        value={chosen.value}
        byEnvironment={chosen.by_environment}
        options={OPTIONS}
        onChoose={(value) => engines.change({ coach_engine: value })}
      />
      <Leaves
        text={wordsText(chosen.value, coach)}
        leaves={chosen.value !== 'local' && !(own && !coach.leaves)}
        lack={lackText(coach, 'coach')}
        notes={coach.notes}
      />
      {chosen.value === 'claude' && <Claude engines={engines} settings={settings} />}
      {chosen.value === 'openai_compatible' && <Other engines={engines} settings={settings} />}
    </Block>
  );
}

function Claude({ engines, settings }: CoachBlockProps) {
  return (
    <div className="mt-6 space-y-4">
      <KeyField
        engine="claude"
        standing={settings.keys.claude}
        onStore={(key) => engines.storeKey('claude', key)}
        onRemove={() => engines.removeKey('claude')}
      />
      <div className="grid gap-x-6 gap-y-4 sm:grid-cols-2">
        <TextSetting
          label="Model during a call"
          hint="The quickest one: advice is for now."
          choice={settings.claude_model}
          suggestions={CLAUDE_MODELS}
          onSave={(value) => engines.change({ claude_model: value })}
        />
        <TextSetting
          label="Model for reviews"
          hint="Used once calls are reviewed."
          choice={settings.claude_analysis_model}
          suggestions={CLAUDE_MODELS}
          onSave={(value) => engines.change({ claude_analysis_model: value })}
        />
      </div>
      <TryEngine engine="claude" onInstead={(change) => void engines.change(change)} />
    </div>
  );
}

function Other({ engines, settings }: CoachBlockProps) {
  return (
    <div className="mt-6 space-y-4">
      <div className="grid gap-x-6 gap-y-4 sm:grid-cols-2">
        <TextSetting
          label="Address of the server"
          placeholder="http://localhost:11434/v1"
          hint="Empty for OpenAI itself. Another server needs its key anew."
          choice={settings.openai_base_url}
          onSave={(value) => engines.change({ openai_base_url: value })}
        />
        <TextSetting
          label="Model"
          placeholder="The first one the server has"
          hint="OpenAI itself needs a name here."
          choice={settings.openai_model}
          onSave={(value) => engines.change({ openai_model: value })}
        />
      </div>
      <KeyField
        engine="openai_compatible"
        standing={settings.keys.openai_compatible}
        onStore={(key) => engines.storeKey('openai_compatible', key)}
        onRemove={() => engines.removeKey('openai_compatible')}
      />
      <TryEngine engine="openai_compatible" onInstead={(change) => void engines.change(change)} />
    </div>
  );
}
