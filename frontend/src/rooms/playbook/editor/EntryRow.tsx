import { ArrowDown, ArrowUp, ChevronRight, Copy, Ellipsis, Trash2 } from 'lucide-react';
import { memo, use, type ComponentType, type KeyboardEvent, type PointerEvent } from 'react';

import { cx } from '@/ui/cx';
import { Menu } from '@/ui/Menu';

import { controlId } from '../draft/address';
import type { Entry } from '../draft/content';
import { spoken } from '../draft/words';
import { OpenContext, ProblemsContext, useDraft, useEditor } from './context';
import { Grip } from './Grip';

interface EntryRowProps<T extends Entry> {
  entry: T;
  /** What is inside, once it is open. */
  fields: ComponentType<{ entry: T }>;
  title: string;
  /** A few words beside the title while it is closed. */
  detail?: string;
  /** A word at the end of the row. */
  aside?: string;
  /** Inside another entry. */
  nested?: boolean;
  /** Its title is a whole sentence. */
  sentence?: boolean;
  /** Whether it can be moved, copied and removed; then all below is given. */
  movable?: boolean;
  place?: number;
  count?: number;
  onGrab?: (event: PointerEvent) => void;
  onMove?: (from: number, to: number) => void;
  /** The id of where the focus goes when this entry is gone. */
  neighbour?: string;
}

function Row<T extends Entry>(props: EntryRowProps<T>) {
  const { entry, fields: Fields, title, detail, aside, nested = false, sentence = false } = props;
  const { place = 0, count = 1, onGrab, onMove, neighbour } = props;
  const { readOnly, toggle } = useEditor();
  const product = useDraft((draft) => draft.product);
  const open = use(OpenContext).has(entry.key);
  const wrong = use(ProblemsContext).within.has(entry.key);
  const movable = props.movable === true && !readOnly;
  const id = rowId(entry.key);

  const keys = (event: KeyboardEvent): void => {
    if (!event.altKey || !movable) return;
    if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
    event.preventDefault();
    onMove?.(place, event.key === 'ArrowUp' ? place - 1 : place + 1);
  };

  return (
    <li
      className={cx(
        'relative rounded-2xl data-dragged:z-10',
        open
          ? nested
            ? 'bg-canvas my-2'
            : 'bg-sheet shadow-sheet my-3'
          : 'data-dragged:bg-sheet data-dragged:shadow-float',
      )}
    >
      <div
        className={cx(
          'group/head relative flex items-center gap-1 pr-2',
          !open && 'hover:bg-sunken/70 rounded-xl transition-colors',
        )}
      >
        {movable && onGrab !== undefined && (
          <Grip onGrab={onGrab} className="absolute -left-5 h-9 w-5 group-hover/head:opacity-100" />
        )}
        <button
          id={id}
          type="button"
          aria-expanded={open}
          aria-keyshortcuts={movable ? 'Alt+ArrowUp Alt+ArrowDown' : undefined}
          onClick={() => toggle(entry.key)}
          onKeyDown={keys}
          className={cx(
            'flex min-w-0 flex-1 cursor-pointer items-baseline gap-3 rounded-xl text-left',
            open ? (nested ? 'px-5 pt-4 pb-3' : 'px-6 pt-5 pb-4 sm:px-7') : 'px-3 py-2.5',
          )}
        >
          <ChevronRight
            aria-hidden
            className={cx(
              'text-ink-faint size-4 shrink-0 translate-y-0.5 transition-transform duration-100',
              open && 'rotate-90',
            )}
          />
          <span
            className={cx(
              'text-ink min-w-0',
              open ? 'break-words' : 'truncate',
              !open && detail !== undefined && detail !== '' && 'max-w-[65%] shrink-0',
              sentence ? 'text-base font-medium' : 'font-semibold',
              sentence || nested ? 'text-base' : 'text-lg',
              wrong && 'text-alarm',
            )}
          >
            {spoken(title, product)}
          </span>
          {!open && detail !== undefined && (
            <span className="text-ink-faint min-w-0 truncate text-base">
              {spoken(detail, product)}
            </span>
          )}
          {!open && aside !== undefined && (
            <span className="figures text-ink-faint ml-auto shrink-0 text-sm">{aside}</span>
          )}
        </button>
        {movable && (
          <EntryMenu
            entryKey={entry.key}
            title={spoken(title, product)}
            place={place}
            count={count}
            onMove={onMove}
            neighbour={neighbour}
          />
        )}
      </div>
      {open && (
        <div
          className={cx(
            'grid grid-cols-1 gap-5',
            nested ? 'px-5 pb-5' : 'px-6 pb-6 sm:px-7 sm:pb-7',
          )}
        >
          <Fields entry={entry} />
        </div>
      )}
    </li>
  );
}

/** An entry of a list: a row that opens into its fields. Rendered anew only when it has changed. */
export const EntryRow = memo(Row) as typeof Row;

/** The id of the button that opens an entry. */
export function rowId(key: string): string {
  return controlId({ key, field: 'row' });
}

interface EntryMenuProps extends Pick<EntryRowProps<Entry>, 'onMove' | 'neighbour'> {
  entryKey: string;
  title: string;
  place: number;
  count: number;
}

function EntryMenu({ entryKey, title, place, count, onMove, neighbour }: EntryMenuProps) {
  const { editing, toggle } = useEditor();
  const id = rowId(entryKey);
  return (
    <Menu
      groups={[
        [
          {
            label: 'Move up',
            icon: <ArrowUp aria-hidden />,
            disabled: place === 0,
            onSelect: () => {
              onMove?.(place, place - 1);
              return id;
            },
          },
          {
            label: 'Move down',
            icon: <ArrowDown aria-hidden />,
            disabled: place === count - 1,
            onSelect: () => {
              onMove?.(place, place + 1);
              return id;
            },
          },
          {
            label: 'Duplicate',
            icon: <Copy aria-hidden />,
            onSelect: () => {
              const copy = editing.duplicate(entryKey);
              if (copy === null) return undefined;
              toggle(copy, true);
              return rowId(copy);
            },
          },
        ],
        [
          {
            label: 'Remove',
            icon: <Trash2 aria-hidden />,
            tone: 'alarm',
            onSelect: () => {
              editing.remove(entryKey);
              return neighbour;
            },
          },
        ],
      ]}
    >
      <button
        type="button"
        aria-label={`More: ${title}`}
        className="text-ink-faint hover:bg-sunken hover:text-ink flex size-8 shrink-0 cursor-pointer items-center justify-center rounded-lg opacity-0 group-focus-within/head:opacity-100 group-hover/head:opacity-100 data-[state=open]:opacity-100 pointer-coarse:opacity-100 [&_svg]:size-4"
      >
        <Ellipsis aria-hidden />
      </button>
    </Menu>
  );
}
