import { useId, useState } from 'react';

import { cx } from '@/ui/cx';

import type { NumberChoice } from '../enginesApi';
import { Note } from './Note';
import { useFollowing } from './useFollowing';
import { useSaving } from './useSaving';

interface NumberSettingProps {
  label: string;
  meaning: string;
  unit: string;
  choice: NumberChoice;
  /** Of the number as it is shown to the one that is stored: 1000 where seconds stand for ms. */
  scale?: number;
  onSave: (value: number) => Promise<unknown>;
}

/** A number with its range; one that does not fit stays in sight and says why it is not saved. */
export function NumberSetting(props: NumberSettingProps) {
  const { label, meaning, unit, choice, scale = 1, onSave } = props;
  const id = useId();
  const value = choice.value / scale;
  const [text, setText] = useFollowing(String(value));
  const [left, setLeft] = useState(false);
  const saving = useSaving();
  const wanted = Number(text.replace(',', '.').replaceAll(/\s/g, ''));
  const [least, most] = [choice.least / scale, choice.most / scale];
  const fits = text.trim() !== '' && wanted >= least && wanted <= most;
  const range = `Between ${least.toLocaleString('en')} and ${most.toLocaleString('en')} ${unit}.`;
  const wrong = (left && !fits) || saving.refused !== null;
  const save = (): void => {
    setLeft(true);
    if (fits && wanted !== value && saving.state !== 'saving') {
      void saving.run(onSave(Math.round(wanted * scale * 100) / 100));
    }
  };
  return (
    <div className="flex flex-wrap items-start justify-between gap-x-8 gap-y-3 py-5">
      <div className="min-w-0 flex-1 basis-72">
        <label htmlFor={id} className="text-ink text-base font-semibold">
          {label}
        </label>
        <p className="text-ink-soft text-base">{meaning}</p>
      </div>
      <div className="w-52">
        <div className="flex items-center gap-2.5">
          <input
            id={id}
            type="text"
            inputMode="decimal"
            autoComplete="off"
            value={text}
            readOnly={choice.by_environment}
            aria-invalid={wrong}
            aria-describedby={`${id}-note`}
            onChange={(event) => {
              setText(event.target.value);
              setLeft(false);
              saving.clear();
            }}
            onBlur={save}
            onKeyDown={(event) => {
              if (event.key === 'Enter') save();
              if (event.key === 'Escape') {
                setText(String(value));
                setLeft(false);
                saving.clear();
              }
            }}
            className={cx(
              'figures text-ink h-11 w-28 rounded-[10px] px-3 text-right text-base',
              choice.by_environment ? 'bg-sunken' : 'bg-sheet',
              wrong
                ? 'shadow-[inset_0_0_0_1.5px_var(--alarm)]'
                : 'shadow-[inset_0_0_0_1px_var(--edge)]',
            )}
          />
          <span className="text-ink-soft text-base">{unit}</span>
        </div>
        <Note
          id={`${id}-note`}
          saving={left && !fits ? { ...saving, refused: range } : saving}
          byEnvironment={choice.by_environment}
          hint={choice.value === choice.default ? '' : `It comes with ${choice.default / scale}.`}
        />
      </div>
    </div>
  );
}
