import { Block } from '../Block';
import { NumberSetting } from '../fields/NumberSetting';
import { Loading } from '../Loading';
import { useEngines } from '../useEngines';

/** How much a language model may take, cost and wait. */
export function LimitsSection() {
  const engines = useEngines();
  const { settings } = engines;
  if (settings === undefined) return <Loading {...engines} />;
  return (
    <>
      <Block
        title="Money"
        intro={
          <>
            <p>
              What a language model may cost. When that is spent, the embedded coach goes on alone.
              0 sets no limit. A model on your own machine or network costs nothing.
            </p>
            <p>A model whose price is not known is counted high, so that nothing is overspent.</p>
            <p className="text-ink-faint text-sm">
              Whoever runs the server can give its price: OPENAI_INPUT_USD and OPENAI_OUTPUT_USD.
            </p>
          </>
        }
      >
        <div className="divide-line divide-y">
          <NumberSetting
            label="In one call"
            meaning="Counted from the first request of a call."
            unit="dollars"
            choice={settings.call_budget_usd}
            onSave={(value) => engines.change({ call_budget_usd: value })}
          />
          <NumberSetting
            label="In one day"
            meaning="All calls together. A day begins at midnight UTC."
            unit="dollars"
            choice={settings.day_budget_usd}
            onSave={(value) => engines.change({ day_budget_usd: value })}
          />
        </div>
      </Block>
      <Block title="Time and size">
        <div className="divide-line divide-y">
          <NumberSetting
            label="Wait for the first words"
            meaning="A model that has not begun by then leaves the embedded card as it is."
            unit="seconds"
            scale={1000}
            choice={settings.first_words_ms}
            onSave={(value) => engines.change({ first_words_ms: Math.round(value) })}
          />
          <NumberSetting
            label="Most it reads at once"
            meaning="Playbook and call together. What is oldest in the call is left out first. A token is about three quarters of a word."
            unit="tokens"
            choice={settings.max_context_tokens}
            onSave={(value) => engines.change({ max_context_tokens: Math.round(value) })}
          />
        </div>
      </Block>
    </>
  );
}
