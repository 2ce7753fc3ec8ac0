import { Plus } from 'lucide-react';
import type { ComponentType } from 'react';

import { Button } from '@/ui/Button';

import { BLANK, type OpenList } from '../draft/blank';
import { controlId } from '../draft/address';
import type { Entry, ListEntries } from '../draft/content';
import { titleOf } from '../draft/words';
import { useEditor, useProblem } from './context';
import { EntryRow, rowId } from './EntryRow';
import { Note } from './TextField';
import { thenFocus } from './thenFocus';
import { useReorder } from './useReorder';
import { useSteady } from './useSteady';

interface EntryListProps<L extends OpenList> {
  owner: string;
  list: L;
  entries: readonly ListEntries[L][];
  /** What the list is called to a screen reader. */
  label: string;
  /** "Add a reply" */
  add: string;
  blank?: () => ListEntries[L];
  /** The field of a new entry that is written in first. */
  first: keyof ListEntries[L] & string;
  /** What is said in place of an empty list. */
  none: string;
  nested?: boolean;
  /** Titles are whole sentences. */
  sentences?: boolean;
  detail?: (entry: ListEntries[L]) => string;
  aside?: (entry: ListEntries[L]) => string;
  /** The fields of an entry that is open; memoized, so that only what changed is rendered anew. */
  fields: ComponentType<{ entry: ListEntries[L] }>;
}

/** Entries one below the other, each a row that opens; a new one opens at once. */
export function EntryList<L extends OpenList>(props: EntryListProps<L>) {
  const { owner, list, entries, label, add, first, none, nested = false, ...show } = props;
  const { fields: Fields } = props;
  const { editing, readOnly, toggle, announce } = useEditor();
  const problem = useProblem({ key: owner, field: list });
  const addId = controlId({ key: owner, field: `${list}-add` });

  const move = useSteady((from: number, to: number): void => {
    const [entry, target] = [entries[from] as Entry | undefined, entries[to] as Entry | undefined];
    if (entry === undefined || target === undefined) return;
    thenFocus(() => editing.moveTo(entry.key, target.key), rowId(entry.key));
    announce(`Moved to ${to + 1} of ${entries.length}`);
  });
  const append = (): void => {
    const entry = props.blank?.() ?? BLANK[list]();
    const last = entries.at(-1) as Entry | undefined;
    thenFocus(
      () => {
        editing.add(owner, list, [entry], last?.key);
        toggle(entry.key, true);
      },
      controlId({ key: entry.key, field: first }),
    );
  };
  const { list: ref, grab } = useReorder(move);

  return (
    <div role="group" aria-label={label} className="min-w-0">
      {entries.length === 0 && <p className="text-ink-faint py-2 text-base">{none}</p>}
      <ul ref={ref} className="-mx-3">
        {entries.map((entry, place) => {
          const near = (entries[place + 1] ?? entries[place - 1]) as Entry | undefined;
          return (
            <EntryRow
              key={entry.key}
              title={titleOf(entry)}
              detail={show.detail?.(entry)}
              aside={show.aside?.(entry)}
              nested={nested}
              sentence={show.sentences}
              entry={entry}
              fields={Fields}
              movable
              place={place}
              count={entries.length}
              neighbour={near === undefined ? addId : rowId(near.key)}
              onGrab={grab}
              onMove={move}
            />
          );
        })}
      </ul>
      <Note id={`${addId}-note`} problem={problem} />
      {!readOnly && (
        <Button
          id={addId}
          tone="quiet"
          size={nested ? 'sm' : 'md'}
          icon={<Plus aria-hidden />}
          onClick={append}
          className="-mx-3 mt-1 px-3"
        >
          {add}
        </Button>
      )}
    </div>
  );
}
