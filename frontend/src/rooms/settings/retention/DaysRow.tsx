import { useId, useState } from 'react';

import { cx } from '@/ui/cx';
import { Switch } from '@/ui/Switch';

import { Note } from '../fields/Note';
import { useFollowing } from '../fields/useFollowing';
import { useSaving, type Saving } from '../fields/useSaving';

interface DaysRowProps {
  title: string;
  meaning: string;
  /** Null: for ever. */
  days: number | null;
  /** What it begins with when it is switched on. */
  first: number;
  most: number;
  onSave: (days: number | null) => Promise<unknown>;
}

/** Something that is deleted after so many days, or never. */
export function DaysRow({ title, meaning, days, first, most, onSave }: DaysRowProps) {
  const id = useId();
  const saving = useSaving();
  return (
    <div className="flex items-start gap-4 py-4">
      <Switch
        label={title}
        on={days !== null}
        onChange={(on) => void saving.run(onSave(on ? first : null))}
        className="mt-0.5"
      />
      <div className="min-w-0 flex-1">
        <p className="text-ink text-base font-semibold">{title}</p>
        <p className="text-ink-soft text-base">{meaning}</p>
        {days === null ? (
          <Note id={id} saving={saving} saved="Saved. Kept for ever." collapses />
        ) : (
          <DaysField
            id={id}
            title={title}
            days={days}
            most={most}
            saving={saving}
            onSave={onSave}
          />
        )}
      </div>
    </div>
  );
}

interface DaysFieldProps extends Pick<DaysRowProps, 'title' | 'most' | 'onSave'> {
  id: string;
  days: number;
  saving: Saving;
}

function DaysField({ id, title, days, most, saving, onSave }: DaysFieldProps) {
  const [text, setText] = useFollowing(String(days));
  const [left, setLeft] = useState(false);
  const wanted = Number(text.replaceAll(/\s/g, ''));
  const fits = Number.isInteger(wanted) && wanted >= 1 && wanted <= most;
  const wrong = (left && !fits) || saving.refused !== null;
  const range = `Between 1 and ${most.toLocaleString('en')} days.`;
  const save = (): void => {
    setLeft(true);
    if (fits && wanted !== days && saving.state !== 'saving') void saving.run(onSave(wanted));
  };
  return (
    <>
      <div className="text-ink-soft mt-3 flex items-center gap-2.5 text-base">
        <label htmlFor={`${id}-days`}>
          After<span className="sr-only"> how many days: {title}</span>
        </label>
        <input
          id={`${id}-days`}
          type="text"
          inputMode="numeric"
          autoComplete="off"
          value={text}
          aria-invalid={wrong}
          aria-describedby={id}
          onChange={(event) => {
            setText(event.target.value);
            setLeft(false);
            saving.clear();
          }}
          onBlur={save}
          onKeyDown={(event) => {
            if (event.key === 'Enter') save();
            if (event.key === 'Escape') {
              setText(String(days));
              setLeft(false);
              saving.clear();
            }
          }}
          className={cx(
            'figures bg-sheet text-ink h-11 w-24 rounded-[10px] px-3 text-right text-base',
            wrong
              ? 'shadow-[inset_0_0_0_1.5px_var(--alarm)]'
              : 'shadow-[inset_0_0_0_1px_var(--edge)]',
          )}
        />
        days
      </div>
      <Note
        id={id}
        saving={left && !fits ? { ...saving, refused: range } : saving}
        saved="Saved."
        collapses
      />
    </>
  );
}
