import { LoaderCircle } from 'lucide-react';
import { useId, useMemo, useState } from 'react';

import { useStore } from '@/lib/store';
import { Banner } from '@/ui/Banner';
import { Button } from '@/ui/Button';
import { ApiError } from '@/wire/api';

import type { Address } from '../draft/address';
import type { PlaybookDraft } from '../draft/content';
import { idsOf, scriptWith, toContent } from '../draft/keyed';
import { fieldAt } from '../draft/problems';
import { placed } from '../draft/search';
import { useEditor } from '../editor/context';
import { GrowingText } from '../editor/GrowingText';
import { sentence } from '../editor/TextField';
import { forTrial } from './complete';
import { TrialCard } from './TrialCard';
import { TrialSignals } from './TrialSignals';
import { useTrial } from './useTrial';

interface TrialBoxProps {
  playbookId: string;
  text: string;
  onText: (text: string) => void;
}

const BOX = 'bg-sheet rounded-[10px] px-3 py-2.5 text-base shadow-[inset_0_0_0_1px_var(--edge)]';

const LINK = 'text-accent cursor-pointer rounded text-sm font-medium hover:underline';

/** Beside the editor: say what a customer might say, and see what a call would make of it. */
export function TrialBox({ playbookId, text, onText }: TrialBoxProps) {
  const { editing, readOnly, reveal } = useEditor();
  const { draft, changed, ids } = useStore(editing.store);
  const [before, setBefore] = useState('');
  const [withBefore, setWithBefore] = useState(false);
  const [attempt, setAttempt] = useState(0);
  const id = useId();
  const content = useMemo(
    () => (changed ? toContent(forTrial(draft), idsOf(draft, ids)) : null),
    [changed, draft, ids],
  );
  const { trial, asking, error } = useTrial(
    playbookId,
    text,
    withBefore ? before : '',
    content,
    attempt,
  );
  const script = trial?.card?.script_id;
  const scriptKey = script == null ? undefined : scriptWith(draft, script, ids);

  return (
    <section aria-label="Try it" className="flex min-h-full flex-col">
      <div className="flex items-baseline justify-between gap-3">
        <h2 className="text-ink text-lg font-semibold max-lg:sr-only">Try it</h2>
        <span className="text-ink-faint text-sm">
          {changed ? 'With your changes' : 'As it is saved'}
        </span>
      </div>
      {withBefore && (
        <div className="mt-3">
          <div className="mb-1.5 flex items-baseline justify-between gap-3">
            <label htmlFor={`${id}-before`} className="text-ink-soft text-sm">
              You say
            </label>
            <button type="button" onClick={() => setWithBefore(false)} className={LINK}>
              Leave it out
            </button>
          </div>
          <GrowingText
            id={`${id}-before`}
            rows={1}
            maxLength={2000}
            value={before}
            placeholder="It is seventy nine a month."
            onChange={(event) => setBefore(event.target.value)}
            className={BOX}
          />
        </div>
      )}
      <div className="mt-3">
        <div className="mb-1.5 flex items-baseline justify-between gap-3">
          <label htmlFor={`${id}-text`} className="text-ink-soft text-sm">
            The customer says
          </label>
          {!withBefore && (
            <button type="button" onClick={() => setWithBefore(true)} className={LINK}>
              Add what you say before
            </button>
          )}
        </div>
        <GrowingText
          id={`${id}-text`}
          rows={2}
          maxLength={2000}
          value={text}
          placeholder="That's more than we pay now."
          onChange={(event) => onText(event.target.value)}
          className={BOX}
        />
      </div>

      <div aria-live="polite" aria-busy={asking} className="relative mt-5 grid grid-cols-1 gap-5">
        {asking && trial === null && (
          <p className="text-ink-faint flex items-center gap-2 text-base">
            <LoaderCircle aria-hidden className="size-4 animate-spin" />
            Reading your playbook
          </p>
        )}
        {error !== null ? (
          <TrialTrouble
            error={error}
            draft={draft}
            onReveal={reveal}
            onRetry={() => setAttempt(attempt + 1)}
          />
        ) : (
          trial !== null && (
            <>
              {trial.card === null ? (
                <p className="text-ink-soft border-line rounded-2xl border border-dashed px-5 py-4 text-base">
                  No card would come.
                </p>
              ) : (
                <TrialCard trial={trial}>
                  {scriptKey !== undefined && (
                    <button
                      type="button"
                      onClick={() => reveal({ key: scriptKey, field: 'text' })}
                      className="text-accent mt-3 cursor-pointer rounded text-sm font-semibold hover:underline"
                    >
                      Open this script
                    </button>
                  )}
                </TrialCard>
              )}
              {trial.signals.length > 0 && <TrialSignals signals={trial.signals} />}
              <div>
                <h3 className="text-ink-faint text-sm font-semibold">Why</h3>
                <ul className="text-ink-soft mt-1.5 grid gap-1.5 text-base">
                  {trial.why.map((reason) => (
                    <li key={reason}>{reason}</li>
                  ))}
                </ul>
              </div>
            </>
          )
        )}
        {text.trim() === '' && (
          <p className="text-ink-faint text-base">
            See which signal is heard in it, which card comes, and why.
            {!readOnly && ' Your changes count at once, saved or not.'}
          </p>
        )}
      </div>
    </section>
  );
}

interface TrialTroubleProps {
  error: Error;
  draft: PlaybookDraft;
  onReveal: (address: Address) => void;
  onRetry: () => void;
}

/** Why there is no answer: something in the draft has to be mended first, or the server is away. */
function TrialTrouble({ error, draft, onReveal, onRetry }: TrialTroubleProps) {
  const problem = error instanceof ApiError ? error.problems[0] : undefined;
  if (problem === undefined) {
    return (
      <Banner
        tone="caution"
        title="It could not be tried"
        action={
          <Button size="sm" onClick={onRetry}>
            Try again
          </Button>
        }
      >
        {error.message}
      </Banner>
    );
  }
  const address = fieldAt(forTrial(draft), problem.path);
  const where = placed(draft, address);
  return (
    <Banner
      tone="caution"
      title="Mend this first"
      action={
        <Button size="sm" onClick={() => onReveal(address)}>
          Show
        </Button>
      }
    >
      {where !== null && `${[...where.trail, where.label].join(', ')}. `}
      {sentence(problem.message)}
    </Banner>
  );
}
