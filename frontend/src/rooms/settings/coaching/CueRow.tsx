import { RotateCcw } from 'lucide-react';
import { useId, useState } from 'react';

import { cx } from '@/ui/cx';
import { Switch } from '@/ui/Switch';

import type { Cue } from '@/wire/messages';
import type { CueRule, CueSpec } from '../settingsApi';
import { useFollowing } from '../fields/useFollowing';
import { CUE_WORDS } from './cueWords';

interface CueRowProps {
  kind: Cue['kind'];
  rule: CueRule;
  spec: CueSpec;
  onChange: (rule: CueRule) => void;
  /** Whether the figure was left with something that does not fit, and is not saved. */
  onUnfit: (unfit: boolean) => void;
}

/** One word on delivery: whether it comes, from which figure on, and where that figure is from. */
export function CueRow({ kind, rule, spec, onChange, onUnfit }: CueRowProps) {
  const { name, meaning } = CUE_WORDS[kind];
  const changed = rule.threshold !== spec.threshold;
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-2 py-4">
      <Switch
        label={name}
        on={rule.on}
        onChange={(on) => onChange({ ...rule, on })}
        className="mt-0.5"
      />
      <div className={cx('min-w-0 flex-1 basis-64', !rule.on && 'opacity-60')}>
        <p className="text-ink text-base font-semibold">{name}</p>
        <p className="text-ink-soft text-base">{meaning}</p>
        <p className="text-ink-faint mt-0.5 text-sm">{spec.source}</p>
      </div>
      {rule.threshold !== null && (
        <div className="flex items-center gap-2 pl-14 sm:pl-0">
          <Figure
            kind={kind}
            value={rule.threshold}
            spec={spec}
            disabled={!rule.on}
            onChange={(threshold) => onChange({ ...rule, threshold })}
            onUnfit={onUnfit}
          />
          <button
            type="button"
            aria-label={`${name}: back to ${spec.threshold ?? ''}`}
            title={`Back to ${spec.threshold ?? ''}`}
            disabled={!changed}
            onClick={() => onChange({ ...rule, threshold: spec.threshold })}
            className="text-ink-faint hover:bg-sunken hover:text-ink flex size-8 cursor-pointer items-center justify-center rounded-lg disabled:invisible"
          >
            <RotateCcw aria-hidden className="size-4" />
          </button>
        </div>
      )}
    </li>
  );
}

interface FigureProps {
  kind: Cue['kind'];
  value: number;
  spec: CueSpec;
  disabled: boolean;
  onChange: (value: number) => void;
  onUnfit: (unfit: boolean) => void;
}

function Figure({ kind, value, spec, disabled, onChange, onUnfit }: FigureProps) {
  const { name, after } = CUE_WORDS[kind];
  const id = useId();
  const [text, setText] = useFollowing(String(value));
  const [left, setLeft] = useState(false);
  const wanted = Number(text.replace(',', '.'));
  const fits = text.trim() !== '' && wanted >= spec.least && wanted <= spec.most;
  const commit = (): void => {
    setLeft(true);
    onUnfit(!fits);
    if (fits && wanted !== value) onChange(wanted);
  };
  const takeBack = (): void => {
    setText(String(value));
    setLeft(false);
    onUnfit(false);
  };
  return (
    <div className="w-44">
      <label className="flex items-center gap-2">
        <input
          type="text"
          inputMode="decimal"
          aria-label={`${name}: ${after}`}
          aria-invalid={!fits}
          aria-describedby={id}
          value={text}
          disabled={disabled}
          onChange={(event) => {
            setText(event.target.value);
            setLeft(false);
          }}
          onBlur={commit}
          onKeyDown={(event) => {
            if (event.key === 'Enter') commit();
            if (event.key === 'Escape') takeBack();
          }}
          className={cx(
            'figures bg-sheet text-ink h-9 w-16 rounded-lg px-2 text-right text-base',
            'shadow-[inset_0_0_0_1px_var(--edge)] disabled:opacity-50',
            !fits && 'shadow-[inset_0_0_0_1.5px_var(--alarm)]',
          )}
        />
        <span className="text-ink-soft text-sm">{after}</span>
      </label>
      <p
        id={id}
        role={left && !fits ? 'alert' : undefined}
        className={cx('text-alarm mt-1 text-sm', fits && 'sr-only')}
      >
        Between {spec.least} and {spec.most}.{left && !fits && ` Not saved: ${value} is in force.`}
      </p>
    </div>
  );
}
