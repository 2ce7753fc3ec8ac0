import { Check, ChevronRight, Copy, Search, X } from 'lucide-react';
import { useMemo, useState, type Ref } from 'react';

import { cx } from '@/ui/cx';
import { IconButton } from '@/ui/IconButton';
import { Key } from '@/ui/Key';
import { clock } from '@/ui/time';
import { useCopy } from '@/ui/useCopy';

import type { Evidence } from '@/wire/messages';

import {
  fillSlots,
  orderCategories,
  searchScripts,
  type CategoryView,
  type ScriptView,
} from './playbookView';

interface ToolkitProps {
  categories: readonly CategoryView[];
  highlighted: readonly string[];
  customer: string | null;
  /** Scripts that were heard being said in this call, by id. */
  said?: Readonly<Record<string, Evidence>>;
  searchRef?: Ref<HTMLInputElement>;
  /** Escape was pressed in the search: the focus goes elsewhere. */
  onLeaveSearch?: () => void;
}

const NOTHING: Readonly<Record<string, Evidence>> = {};

/** Words prepared for every occasion: those that fit the moment come first. A click copies. */
export function Toolkit({
  categories,
  highlighted,
  customer,
  said = NOTHING,
  searchRef,
  onLeaveSearch,
}: ToolkitProps) {
  const [query, setQuery] = useState('');
  const [opened, setOpened] = useState<Record<string, boolean>>({});
  const { copied, copy } = useCopy();
  const shown = useMemo(
    () => searchScripts(orderCategories(categories, highlighted), query),
    [categories, highlighted, query],
  );
  const searching = query.trim() !== '';

  return (
    <section aria-label="Toolkit" className="flex h-full min-h-0 flex-col">
      <div className="relative shrink-0">
        <Search
          aria-hidden
          className="text-ink-faint pointer-events-none absolute top-1/2 left-3 size-4 -translate-y-1/2"
        />
        <input
          ref={searchRef}
          type="search"
          aria-label="Search the toolkit"
          placeholder="Search what to say"
          value={query}
          onChange={(event) => setQuery(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Escape') return;
            setQuery('');
            if (onLeaveSearch === undefined) event.currentTarget.blur();
            else onLeaveSearch();
          }}
          className="bg-sunken text-ink placeholder:text-ink-faint h-10 w-full rounded-[10px] pr-10 pl-9 text-base"
        />
        {searching ? (
          <IconButton
            label="Clear the search"
            icon={<X aria-hidden />}
            size="sm"
            className="absolute top-1 right-1"
            onClick={() => setQuery('')}
          />
        ) : (
          <span className="text-ink-faint pointer-events-none absolute top-1/2 right-2.5 -translate-y-1/2 peer-focus:hidden">
            <Key>/</Key>
          </span>
        )}
      </div>
      <p aria-live="polite" className="sr-only">
        {copied !== null && 'Copied'}
      </p>
      <div className="-mx-2 mt-2 min-h-0 flex-1 overflow-y-auto overscroll-contain px-2 pb-2">
        {shown.length === 0 && (
          <p className="text-ink-faint py-6 text-center text-base">
            {searching ? 'Nothing like that in the toolkit.' : 'The toolkit is empty.'}
          </p>
        )}
        {shown.map((category) => (
          <Drawer
            key={category.id}
            category={category}
            fits={highlighted.includes(category.id)}
            open={searching || (opened[category.id] ?? category.id === highlighted[0])}
            onToggle={(open) => setOpened((before) => ({ ...before, [category.id]: open }))}
            customer={customer}
            copied={copied}
            said={said}
            onCopy={copy}
          />
        ))}
      </div>
    </section>
  );
}

interface DrawerProps {
  category: CategoryView;
  fits: boolean;
  open: boolean;
  onToggle: (open: boolean) => void;
  customer: string | null;
  copied: string | null;
  said: Readonly<Record<string, Evidence>>;
  onCopy: (key: string, text: string) => Promise<void>;
}

function Drawer({ category, fits, open, onToggle, customer, said, ...copying }: DrawerProps) {
  return (
    <div>
      <button
        type="button"
        aria-expanded={open}
        onClick={() => onToggle(!open)}
        className="flex w-full cursor-pointer items-center gap-2 rounded-lg py-1.5 text-left text-base"
      >
        <ChevronRight
          aria-hidden
          className={cx(
            'text-ink-faint size-4 shrink-0 transition-transform duration-100',
            open && 'rotate-90',
          )}
        />
        <span className={cx('font-semibold', fits ? 'text-accent' : 'text-ink')}>
          {category.name}
        </span>
        {fits && (
          <span className="bg-accent-soft text-accent rounded-full px-2 text-xs font-semibold">
            fits now
          </span>
        )}
        <span className="figures text-ink-faint ml-auto text-sm">{category.scripts.length}</span>
      </button>
      {open && (
        <ul className="pb-2 pl-4">
          {category.scripts.map((script) => (
            <Script
              key={script.id}
              script={script}
              text={fillSlots(script.text, customer)}
              copied={copying.copied === script.id}
              saidAt={said[script.id]?.start_ms ?? null}
              onCopy={copying.onCopy}
            />
          ))}
        </ul>
      )}
    </div>
  );
}

interface ScriptProps {
  script: ScriptView;
  text: string;
  copied: boolean;
  /** Call time at which it was heard being said. */
  saidAt: number | null;
  onCopy: (key: string, text: string) => Promise<void>;
}

function Script({ script, text, copied, saidAt, onCopy }: ScriptProps) {
  return (
    <li>
      <button
        type="button"
        title={script.when_to_use}
        onClick={() => void onCopy(script.id, text)}
        className="group hover:bg-sunken w-full cursor-pointer rounded-lg px-2 py-1.5 text-left"
      >
        <span className="text-ink-faint flex items-center justify-between gap-2 text-sm font-medium">
          {script.name}
          {copied ? (
            <span className="text-accent flex items-center gap-1 font-semibold">
              <Check aria-hidden className="size-3.5" /> Copied
            </span>
          ) : saidAt !== null ? (
            <span className="figures text-accent flex items-center gap-1">
              <Check aria-hidden className="size-3.5" /> Said at {clock(saidAt)}
            </span>
          ) : (
            <Copy
              aria-hidden
              className="size-3.5 opacity-0 group-hover:opacity-100 group-focus-visible:opacity-100"
            />
          )}
        </span>
        <span className="text-ink mt-0.5 block text-base">{text}</span>
      </button>
    </li>
  );
}
