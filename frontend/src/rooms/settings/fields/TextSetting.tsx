import { useId } from 'react';

import { cx } from '@/ui/cx';

import type { TextChoice } from '../enginesApi';
import { Note } from './Note';
import { useFollowing } from './useFollowing';
import { useSaving } from './useSaving';

interface TextSettingProps {
  label: string;
  hint?: string;
  placeholder?: string;
  /** Names to pick from; any other may be typed. */
  suggestions?: readonly string[];
  choice: TextChoice;
  /** Null sets back to what it comes with. */
  onSave: (value: string | null) => Promise<unknown>;
}

/** A line of text that is saved when it is left, or with Enter. Escape takes back. */
export function TextSetting(props: TextSettingProps) {
  const { label, hint, placeholder, suggestions, choice, onSave } = props;
  const id = useId();
  const [text, setText] = useFollowing(choice.value);
  const saving = useSaving();
  const save = (): void => {
    const wanted = text.trim();
    if (wanted === choice.value || saving.state === 'saving') return;
    void saving.run(onSave(wanted === '' ? null : wanted)).then((kept) => {
      if (kept) setText(wanted === '' ? choice.default : wanted);
    });
  };
  return (
    <div className="min-w-0">
      <label htmlFor={id} className="text-ink mb-1.5 block text-sm font-semibold">
        {label}
      </label>
      <input
        id={id}
        autoComplete="off"
        spellCheck={false}
        value={text}
        readOnly={choice.by_environment}
        placeholder={placeholder}
        list={suggestions === undefined ? undefined : `${id}-list`}
        aria-describedby={`${id}-note`}
        aria-invalid={saving.refused !== null}
        onChange={(event) => {
          setText(event.target.value);
          saving.clear();
        }}
        onBlur={save}
        onKeyDown={(event) => {
          if (event.key === 'Enter') save();
          if (event.key === 'Escape') {
            setText(choice.value);
            saving.clear();
          }
        }}
        className={cx(
          'text-ink placeholder:text-ink-faint h-11 w-full rounded-[10px] px-3 text-base',
          choice.by_environment ? 'bg-sunken' : 'bg-sheet',
          saving.refused === null
            ? 'shadow-[inset_0_0_0_1px_var(--edge)]'
            : 'shadow-[inset_0_0_0_1.5px_var(--alarm)]',
        )}
      />
      {suggestions !== undefined && (
        <datalist id={`${id}-list`}>
          {suggestions.map((each) => (
            <option key={each} value={each} />
          ))}
        </datalist>
      )}
      <Note id={`${id}-note`} saving={saving} byEnvironment={choice.by_environment} hint={hint} />
    </div>
  );
}
