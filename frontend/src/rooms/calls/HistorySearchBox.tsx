import { Search, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';

import { useHotkeys } from '@/lib/hotkeys';
import { IconButton } from '@/ui/IconButton';
import { Key } from '@/ui/Key';

import { MOST_CHARACTERS } from './historySearch';

const TYPING_MS = 250;

interface HistorySearchBoxProps {
  value: string;
  onChange: (text: string) => void;
}

/** Finds while it is typed. "/" leads to it from anywhere on the page. */
export function HistorySearchBox({ value, onChange }: HistorySearchBoxProps) {
  const [text, setText] = useState(value);
  const told = useRef(value);
  const field = useRef<HTMLInputElement>(null);
  const tell = useRef(onChange);
  useEffect(() => {
    tell.current = onChange;
  });

  // The way back in the browser changes what is asked for from outside.
  useEffect(() => {
    if (value !== told.current) {
      told.current = value;
      setText(value);
    }
  }, [value]);

  useEffect(() => {
    if (text === told.current) return;
    const wait = setTimeout(() => {
      told.current = text;
      tell.current(text);
    }, TYPING_MS);
    return () => clearTimeout(wait);
  }, [text]);

  useHotkeys({ '/': () => field.current?.focus() });

  return (
    <div role="search" className="relative">
      <Search
        aria-hidden
        className="text-ink-faint pointer-events-none absolute top-1/2 left-4 size-5 -translate-y-1/2"
      />
      <input
        ref={field}
        type="text"
        aria-label="Search everything that was said"
        placeholder="Search everything that was said"
        maxLength={MOST_CHARACTERS}
        value={text}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && text !== '') setText('');
        }}
        className="bg-sheet text-ink placeholder:text-ink-faint h-13 w-full rounded-xl pr-14 pl-12 text-lg shadow-[inset_0_0_0_1px_var(--edge)]"
      />
      <span className="absolute top-1/2 right-3 -translate-y-1/2">
        {text === '' ? (
          <span className="text-ink-faint pr-1">
            <Key>/</Key>
          </span>
        ) : (
          <IconButton
            label="Clear the search"
            icon={<X aria-hidden />}
            size="sm"
            onClick={() => {
              setText('');
              field.current?.focus();
            }}
          />
        )}
      </span>
    </div>
  );
}
