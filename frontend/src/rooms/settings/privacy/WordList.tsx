import { X } from 'lucide-react';
import { useId, useRef, useState } from 'react';

import { Button } from '@/ui/Button';

import type { Privacy } from '../enginesApi';
import { Note } from '../fields/Note';
import { useSaving } from '../fields/useSaving';
import type { PrivacyInUse } from '../usePrivacy';

/** Words and phrases of the user's own, each taken out wherever it is said. */
export function WordList({ use, privacy }: { use: PrivacyInUse; privacy: Privacy }) {
  const id = useId();
  const [text, setText] = useState('');
  const input = useRef<HTMLInputElement>(null);
  const saving = useSaving();
  const { words } = privacy;
  const add = (): void => {
    const more = text
      .split(/[,;\n]/)
      .map((word) => word.trim())
      .filter((word) => word !== '');
    if (more.length === 0) return;
    void saving.run(use.change({ words: [...words, ...more] })).then((kept) => {
      if (kept) setText('');
    });
  };
  return (
    <div className="pb-2">
      {words.length > 0 && (
        <ul aria-label="Words of your own" className="mb-3 flex flex-wrap gap-2">
          {words.map((word) => (
            <li
              key={word}
              className="bg-sunken text-ink flex items-center gap-1 rounded-lg py-1 pr-1 pl-3 text-base"
            >
              {word}
              <button
                type="button"
                aria-label={`Remove ${word}`}
                onClick={() => {
                  void saving.run(use.change({ words: words.filter((each) => each !== word) }));
                  input.current?.focus();
                }}
                className="text-ink-faint hover:bg-sheet hover:text-ink flex size-7 cursor-pointer items-center justify-center rounded-md"
              >
                <X aria-hidden className="size-3.5" />
              </button>
            </li>
          ))}
        </ul>
      )}
      <form
        className="flex gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          add();
        }}
      >
        <input
          ref={input}
          aria-label="A word or phrase to mask"
          aria-describedby={id}
          aria-invalid={saving.refused !== null}
          autoComplete="off"
          placeholder="A word or phrase, such as a project’s name"
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            saving.clear();
          }}
          className="bg-sheet text-ink placeholder:text-ink-faint h-11 min-w-0 flex-1 rounded-[10px] px-3 text-base shadow-[inset_0_0_0_1px_var(--edge)]"
        />
        <Button type="submit" className="h-11" disabled={text.trim() === ''}>
          Add
        </Button>
      </form>
      <Note id={id} saving={saving} hint="Several at once with commas. Capitals do not matter." />
    </div>
  );
}
