import { useQuery } from '@tanstack/react-query';
import { Plus, X } from 'lucide-react';
import { useId, useState, type ReactNode } from 'react';

import { Button } from '@/ui/Button';
import { Field } from '@/ui/Field';
import { Window } from '@/ui/Window';

import type { FoundCall } from './historyApi';
import { filtersQuery, useTagCalls } from './historyQueries';
import { counted } from './historyWords';

const LONGEST_TAG = 40;
const MOST_OFFERED = 8;

interface TagWindowProps {
  calls: readonly FoundCall[];
  onClose: () => void;
}

/** Tags of the selected calls: what they have can be taken off, others are put on. */
export function TagWindow({ calls, onClose }: TagWindowProps) {
  const [text, setText] = useState('');
  const list = useId();
  const tagging = useTagCalls();
  const known = useQuery(filtersQuery).data?.tags.map(({ value }) => value) ?? [];
  const ids = calls.map(({ id }) => id);
  const worn = [...new Set(calls.flatMap(({ tags }) => tags))].sort((a, b) => a.localeCompare(b));
  const offered = known.filter((tag) => !worn.includes(tag)).slice(0, MOST_OFFERED);
  const add = (tag: string): void => {
    if (tag.trim() === '') return;
    tagging.mutate({ ids, add: [tag.trim()] }, { onSuccess: () => setText('') });
  };
  return (
    <Window
      open
      onOpenChange={(open) => !open && onClose()}
      title="Tags"
      description={`For ${counted(calls.length, 'call')}.`}
      className="max-w-md"
    >
      <form
        className="flex items-end gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          add(text);
        }}
      >
        <Field
          label="New tag"
          className="flex-1"
          value={text}
          maxLength={LONGEST_TAG}
          list={list}
          autoFocus
          onChange={(event) => setText(event.target.value)}
        />
        <datalist id={list}>
          {known.map((tag) => (
            <option key={tag} value={tag} />
          ))}
        </datalist>
        <Button type="submit" tone="primary" className="h-11" busy={tagging.isPending}>
          Add
        </Button>
      </form>
      {tagging.isError && (
        <p role="alert" className="text-alarm mt-2 text-sm">
          {tagging.error.message}
        </p>
      )}
      {worn.length > 0 && (
        <Tags
          title="On these calls"
          tags={worn}
          verb="Take off"
          icon={<X aria-hidden />}
          onPick={(tag) => tagging.mutate({ ids, remove: [tag] })}
        />
      )}
      {offered.length > 0 && (
        <Tags
          title="Used before"
          tags={offered}
          verb="Add"
          icon={<Plus aria-hidden />}
          onPick={add}
        />
      )}
    </Window>
  );
}

interface TagsProps {
  title: string;
  tags: readonly string[];
  verb: string;
  icon: ReactNode;
  onPick: (tag: string) => void;
}

function Tags({ title, tags, verb, icon, onPick }: TagsProps) {
  return (
    <div className="mt-5">
      <h3 className="text-ink-faint text-sm font-semibold">{title}</h3>
      <ul className="mt-2 flex flex-wrap gap-2">
        {tags.map((tag) => (
          <li key={tag}>
            <Button
              size="sm"
              aria-label={`${verb}: ${tag}`}
              icon={icon}
              onClick={() => onPick(tag)}
            >
              {tag}
            </Button>
          </li>
        ))}
      </ul>
    </div>
  );
}
