import { KeyRound } from 'lucide-react';
import { useId, useRef, useState } from 'react';

import { Button } from '@/ui/Button';
import { cx } from '@/ui/cx';

import type { KeyOwner, KeyStanding } from '../enginesApi';
import { Note } from '../fields/Note';
import { useSaving } from '../fields/useSaving';
import { ENGINE_NAMES, KEY_PLACES } from './engineWords';

interface KeyFieldProps {
  engine: KeyOwner;
  standing: KeyStanding;
  onStore: (key: string) => Promise<unknown>;
  onRemove: () => Promise<unknown>;
}

/** A key: entered once, from then on shown by its last characters only. */
export function KeyField({ engine, standing, onStore, onRemove }: KeyFieldProps) {
  const id = useId();
  const [key, setKey] = useState('');
  const [replacing, setReplacing] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const saving = useSaving();
  const { state, last_four: lastFour, problem } = standing;
  const stored = state === 'stored' || state === 'environment';
  const name = ENGINE_NAMES[engine];

  if (stored && !replacing) {
    return (
      <div>
        <p className="text-ink mb-1.5 text-sm font-semibold">Key</p>
        <div className="bg-sunken flex min-h-11 flex-wrap items-center gap-x-3 gap-y-2 rounded-[10px] py-1.5 pr-1.5 pl-3">
          <KeyRound aria-hidden className="text-ink-soft size-4 shrink-0" />
          <span className="figures text-ink flex-1 text-base">
            <span aria-hidden>•••• •••• </span>
            <span className="sr-only">A key that ends in </span>
            {lastFour}
          </span>
          {state === 'stored' && (
            <>
              <Button
                size="sm"
                tone="quiet"
                aria-label={`Replace the key of ${name}`}
                onClick={() => {
                  saving.clear();
                  setReplacing(true);
                  setTimeout(() => input.current?.focus());
                }}
              >
                Replace
              </Button>
              <Button
                size="sm"
                tone="quiet"
                aria-label={`Remove the key of ${name}`}
                onClick={() => void saving.run(onRemove())}
              >
                Remove
              </Button>
            </>
          )}
        </div>
        <Note
          id={`${id}-note`}
          saving={saving}
          byEnvironment={state === 'environment'}
          hint="Stored encrypted on the server."
        />
      </div>
    );
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (key.trim() === '') return;
        void saving.run(onStore(key.trim())).then((kept) => {
          if (!kept) return;
          setKey('');
          setReplacing(false);
        });
      }}
    >
      <label htmlFor={id} className="text-ink mb-1.5 block text-sm font-semibold">
        {replacing ? 'New key' : 'Key'}
      </label>
      <div className="flex gap-2">
        <input
          ref={input}
          id={id}
          type="password"
          autoComplete="off"
          spellCheck={false}
          value={key}
          maxLength={500}
          placeholder={replacing ? `Replaces the one that ends in ${lastFour}` : 'Paste it here'}
          aria-describedby={`${id}-note`}
          aria-invalid={saving.refused !== null}
          onChange={(event) => {
            setKey(event.target.value);
            saving.clear();
          }}
          onKeyDown={(event) => {
            if (event.key === 'Escape') {
              setKey('');
              setReplacing(false);
              saving.clear();
            }
          }}
          className={cx(
            'bg-sheet text-ink placeholder:text-ink-faint h-11 min-w-0 flex-1 rounded-[10px] px-3 text-base',
            saving.refused === null
              ? 'shadow-[inset_0_0_0_1px_var(--edge)]'
              : 'shadow-[inset_0_0_0_1.5px_var(--alarm)]',
          )}
        />
        <Button
          type="submit"
          className="h-11"
          busy={saving.state === 'saving'}
          disabled={key.trim() === ''}
        >
          Save
        </Button>
      </div>
      {problem !== '' && <p className="text-caution mt-1.5 text-sm font-medium">{problem}</p>}
      <Note id={`${id}-note`} saving={saving} hint={KEY_PLACES[engine]} />
    </form>
  );
}
