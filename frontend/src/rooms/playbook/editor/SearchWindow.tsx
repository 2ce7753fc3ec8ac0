import { Search } from 'lucide-react';
import { useId, useMemo, useState, type KeyboardEvent } from 'react';

import { cx } from '@/ui/cx';
import { Window } from '@/ui/Window';

import type { Address } from '../draft/address';
import { allTexts, search } from '../draft/search';
import { useDraft } from './context';

interface SearchWindowProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onFound: (address: Address) => void;
}

/** Every text of the playbook, by any of its words; what is chosen is brought into view. */
export function SearchWindow({ open, onOpenChange, onFound }: SearchWindowProps) {
  return (
    <Window
      open={open}
      onOpenChange={onOpenChange}
      title="Search this playbook"
      className="top-[12dvh] max-h-[76dvh] max-w-2xl translate-y-0"
    >
      <SearchField
        onFound={(address) => {
          onOpenChange(false);
          onFound(address);
        }}
      />
    </Window>
  );
}

function SearchField({ onFound }: Pick<SearchWindowProps, 'onFound'>) {
  const draft = useDraft((each) => each);
  const [query, setQuery] = useState('');
  const [at, setAt] = useState(0);
  const id = useId();
  const texts = useMemo(() => allTexts(draft), [draft]);
  const found = useMemo(() => search(texts, query), [texts, query]);
  const option = (place: number): string => `${id}-${place}`;

  const go = (to: number): void => {
    setAt(to);
    document.getElementById(option(to))?.scrollIntoView({ block: 'nearest' });
  };
  const keys = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowDown') go(Math.min(at + 1, found.length - 1));
    else if (event.key === 'ArrowUp') go(Math.max(at - 1, 0));
    else if (event.key === 'Enter' && found[at]) onFound(found[at]);
    else return;
    event.preventDefault();
  };

  return (
    <>
      <div className="relative">
        <Search
          aria-hidden
          className="text-ink-faint pointer-events-none absolute top-1/2 left-3 size-4 -translate-y-1/2"
        />
        <input
          type="text"
          role="combobox"
          aria-label="Search this playbook"
          aria-expanded={found.length > 0}
          aria-controls={`${id}-list`}
          aria-activedescendant={found[at] && option(at)}
          aria-autocomplete="list"
          autoComplete="off"
          autoFocus
          placeholder="A word, a name, something customers say"
          value={query}
          onChange={(event) => {
            setQuery(event.target.value);
            setAt(0);
          }}
          onKeyDown={keys}
          className="bg-sunken text-ink placeholder:text-ink-faint h-11 w-full rounded-[10px] pr-3 pl-9 text-base"
        />
      </div>
      <p role="status" className="sr-only">
        {query.trim() !== '' && `${found.length} found`}
      </p>
      <ul
        id={`${id}-list`}
        role="listbox"
        aria-label="Found"
        className="-mx-2 mt-3 max-h-[50dvh] overflow-y-auto px-2"
      >
        {found.map((each, place) => (
          <li
            key={`${each.key}.${each.field}`}
            id={option(place)}
            role="option"
            aria-selected={place === at}
            onClick={() => onFound(each)}
            onPointerMove={() => setAt(place)}
            className={cx('cursor-pointer rounded-xl px-3 py-2', place === at && 'bg-sunken')}
          >
            <span className="text-ink-faint block truncate text-sm">
              {[...each.trail, each.label].join(' › ')}
            </span>
            <span className="text-ink block text-base">{each.text}</span>
          </li>
        ))}
      </ul>
      {query.trim() !== '' && found.length === 0 && (
        <p className="text-ink-faint py-6 text-center text-base">Nothing like that in it.</p>
      )}
    </>
  );
}
