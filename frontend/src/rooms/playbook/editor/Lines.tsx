import { Plus } from 'lucide-react';
import { memo, useId } from 'react';

import { controlId } from '../draft/address';
import type { Line, ListName } from '../draft/content';
import { newLine } from '../draft/keyed';
import { useEditor, useProblem } from './context';
import { LineRow } from './LineRow';
import { Note } from './TextField';
import { thenFocus } from './thenFocus';
import { useReorder } from './useReorder';
import { useSteady } from './useSteady';

interface LinesProps {
  /** The key of the entry they belong to. */
  owner: string;
  list: ListName;
  lines: readonly Line[];
  label: string;
  hint?: string;
  add: string;
  /** Whether each line can be said to the coach in the box beside the editor. */
  canTry?: boolean;
  /** For a list that has its name above already. */
  hideLabel?: boolean;
}

/** Lines of text as one field: Enter begins the next one, a pasted list becomes lines. */
export const Lines = memo(function Lines(props: LinesProps) {
  const { owner, list, lines, label, hint, add, canTry = false, hideLabel = false } = props;
  const { editing, readOnly, announce } = useEditor();
  const address = { key: owner, field: list };
  const problem = useProblem(address);
  const id = useId();

  const move = useSteady((from: number, to: number): void => {
    const [line, target] = [lines[from], lines[to]];
    if (line === undefined || target === undefined) return;
    thenFocus(
      () => editing.moveTo(line.key, target.key),
      controlId({ key: line.key, field: 'text' }),
    );
    announce(`Moved to ${to + 1} of ${lines.length}`);
  });
  const append = useSteady((after?: string): void => {
    const line = newLine();
    thenFocus(
      () => editing.add(owner, list, [line], after),
      controlId({ key: line.key, field: 'text' }),
    );
  });
  const { list: ref, grab } = useReorder(move);

  return (
    <div role="group" aria-labelledby={id} className="min-w-0">
      <p
        id={id}
        className={
          hideLabel ? 'sr-only' : 'text-ink mb-1.5 flex items-baseline gap-2 text-sm font-semibold'
        }
      >
        {label}
        {lines.length > 0 && (
          <span className="figures text-ink-faint font-normal">{lines.length}</span>
        )}
      </p>
      <div className="bg-sheet rounded-[10px] shadow-[inset_0_0_0_1px_var(--line)]">
        <ul ref={ref}>
          {lines.map((line, place) => (
            <LineRow
              key={line.key}
              line={line}
              place={place}
              last={place === lines.length - 1}
              label={label}
              before={lines[place - 1]?.key}
              addButton={controlId({ key: owner, field: `${list}-add` })}
              canTry={canTry}
              onGrab={grab}
              onMove={move}
              onAppend={append}
              owner={owner}
              list={list}
            />
          ))}
        </ul>
        {!readOnly && (
          <button
            id={controlId({ key: owner, field: `${list}-add` })}
            type="button"
            onClick={() => append()}
            className="text-ink-faint hover:text-ink flex w-full cursor-pointer items-center gap-2 rounded-[10px] px-3 py-2 text-left text-base"
          >
            <Plus aria-hidden className="size-4 shrink-0" />
            {add}
          </button>
        )}
        {readOnly && lines.length === 0 && (
          <p className="text-ink-faint px-3 py-2 text-base">None</p>
        )}
      </div>
      <Note id={`${id}-note`} problem={problem} hint={hint} />
    </div>
  );
});
