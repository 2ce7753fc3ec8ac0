import { cx } from '@/ui/cx';

import type { CallMap, MarkKind } from './lanes';

const SHAPES: Record<MarkKind, string> = {
  objection: 'size-2 rotate-45 rounded-[1px] bg-alarm-fill',
  faint_objection: 'size-2 rotate-45 rounded-[1px] shadow-[inset_0_0_0_1.5px_var(--ink-faint)]',
  buying_signal: 'size-2 rounded-full bg-accent',
  question: 'size-2 rounded-full shadow-[inset_0_0_0_1.5px_var(--ink-faint)]',
  used: 'h-2.5 w-2 rounded-[2px] bg-accent',
  shown: 'h-2.5 w-2 rounded-[2px] shadow-[inset_0_0_0_1.5px_var(--accent)]',
  dismissed: 'h-0.5 w-2.5 rounded-full bg-ink-faint',
  mark: 'h-2.5 w-1.5 rounded-[1px] bg-caution-fill',
  note: 'size-2 rounded-[1px] bg-caution-fill',
  promise: 'size-2 rounded-full shadow-[inset_0_0_0_1.5px_var(--caution-fill)]',
};
const NAMES: Record<MarkKind, string> = {
  objection: 'Objection',
  faint_objection: 'Objection, not counted in the review',
  buying_signal: 'Buying signal',
  question: 'Question',
  used: 'Card said',
  shown: 'Card shown',
  dismissed: 'Card dismissed',
  mark: 'Marked',
  note: 'Note',
  promise: 'Promise',
};
const ORDER = Object.keys(NAMES) as MarkKind[];

export function MarkShape({ kind }: { kind: MarkKind }) {
  return <span aria-hidden className={cx('block shrink-0', SHAPES[kind])} />;
}

/** What the marks of this call stand for; each of them says its name as well. */
export function Legend({ map }: { map: CallMap }) {
  const there = new Set(map.lanes.flatMap(({ marks }) => marks.map(({ kind }) => kind)));
  if (there.size === 0) return null;
  return (
    <ul
      aria-label="What the marks stand for"
      className="text-ink-soft mt-2 flex flex-wrap gap-x-4 gap-y-1 text-xs"
    >
      {ORDER.filter((kind) => there.has(kind)).map((kind) => (
        <li key={kind} className="flex items-center gap-1.5">
          <MarkShape kind={kind} />
          {NAMES[kind]}
        </li>
      ))}
    </ul>
  );
}
