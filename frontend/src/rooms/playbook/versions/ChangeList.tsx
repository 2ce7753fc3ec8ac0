import { ArrowUpDown, Minus, Pencil, Plus } from 'lucide-react';

import { cx } from '@/ui/cx';

import { SECTIONS, sectionOfField } from '../draft/words';
import type { Change } from '../playbookApi';
import { fieldsOf } from './changeWords';
import { wordDiff, type Piece } from './wordDiff';

const KINDS = {
  added: { icon: Plus, name: 'Added', color: 'text-accent' },
  removed: { icon: Minus, name: 'Removed', color: 'text-alarm' },
  changed: { icon: Pencil, name: 'Changed', color: 'text-ink-soft' },
  moved: { icon: ArrowUpDown, name: 'Moved', color: 'text-ink-soft' },
} as const;

/** What changed from one version to another, part by part of the playbook. */
export function ChangeList({ changes }: { changes: readonly Change[] }) {
  const groups = SECTIONS.map(({ id, name }) => ({
    name,
    changes: changes.filter(({ path }) => sectionOfField(path) === id),
  }));
  const rest = changes.filter(({ path }) => sectionOfField(path) === null);
  return (
    <div className="grid grid-cols-1 gap-8">
      {[{ name: 'The playbook', changes: rest }, ...groups]
        .filter((group) => group.changes.length > 0)
        .map((group) => (
          <section key={group.name} aria-label={group.name}>
            <h3 className="text-ink-faint text-sm font-semibold">{group.name}</h3>
            <ul className="mt-2 grid grid-cols-1 gap-3">
              {group.changes.map((change) => (
                <ChangeRow key={`${change.kind} ${change.path}`} change={change} />
              ))}
            </ul>
          </section>
        ))}
    </div>
  );
}

function ChangeRow({ change }: { change: Change }) {
  const { icon: Icon, name, color } = KINDS[change.kind];
  return (
    <li className="bg-sheet flex gap-3 rounded-xl px-4 py-3">
      <Icon aria-hidden className={cx('mt-0.5 size-[18px] shrink-0', color)} />
      <div className="min-w-0 flex-1">
        <p className="flex justify-between gap-4 text-base">
          <span className="text-ink min-w-0 font-semibold break-words">{change.label}</span>
          <span className={cx('shrink-0 text-sm font-medium', color)}>{name}</span>
        </p>
        <Said change={change} />
      </div>
    </li>
  );
}

function Said({ change }: { change: Change }) {
  const { kind, before, after } = change;
  if (kind === 'moved') {
    const places = typeof before === 'number';
    return (
      <p className="figures text-ink-soft mt-0.5 text-base">
        {places ? 'From place' : 'From'} {String(before)} to {String(after)}
      </p>
    );
  }
  if (typeof before === 'string' && typeof after === 'string') {
    const diff = wordDiff(before, after);
    return (
      <div className="mt-1 grid grid-cols-1 gap-1 text-base">
        <p className="text-ink-soft">
          <span className="sr-only">Before: </span>
          <Pieces pieces={diff.before} mark="bg-alarm-soft text-alarm line-through" />
        </p>
        <p className="text-ink">
          <span className="sr-only">Now: </span>
          <Pieces pieces={diff.after} mark="bg-accent-soft text-accent font-medium" />
        </p>
      </div>
    );
  }
  const shown = kind === 'removed' ? before : after;
  return (
    <dl className="mt-1 grid grid-cols-1 gap-x-4 gap-y-1 text-base sm:grid-cols-[auto_minmax(0,1fr)]">
      {fieldsOf(shown).map(({ label, texts }) => (
        <div key={label} className="contents">
          <dt
            className={cx(
              'text-ink-faint text-sm leading-[1.4375rem]',
              label === null && 'sr-only',
            )}
          >
            {label ?? 'Text'}
          </dt>
          <dd className={cx('text-ink-soft', label === null && 'sm:col-span-2')}>
            {texts.map((text, place) => (
              <p key={place}>{text}</p>
            ))}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Pieces({ pieces, mark }: { pieces: readonly Piece[]; mark: string }) {
  return pieces.map(({ text, own }, place) => (
    <span key={place}>
      {own ? (
        <span className={cx('rounded-[4px] box-decoration-clone px-0.5', mark)}>
          {text.trimEnd()}
        </span>
      ) : (
        text.trimEnd()
      )}
      {/\s$/.test(text) && ' '}
    </span>
  ));
}
