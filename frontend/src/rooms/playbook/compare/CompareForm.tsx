import { useState } from 'react';

import { useStore } from '@/lib/store';
import { Button } from '@/ui/Button';
import { Picker } from '@/ui/Picker';

import { useShell } from '../editor/shell';
import type { VersionItem } from '../playbookApi';
import { savedWhen } from '../when';
import { DRAFT, firstAsked, type Asked } from './asked';
import { CallsWindow } from './CallsWindow';
import { MOST_CALLS, type CallSummary } from './compareApi';

const FIRST_CALLS = 5;
const CHOOSE = 'choose';

interface CompareFormProps {
  versions: readonly VersionItem[];
  calls: readonly CallSummary[];
  busy: boolean;
  onCompare: (asked: Asked) => void;
}

/** Which two versions, over which calls. */
export function CompareForm({ versions, calls, busy, onCompare }: CompareFormProps) {
  const { editing } = useShell();
  const { changed } = useStore(editing.store);
  const numbers = versions.map(({ version }) => version);
  const [asked, setAsked] = useState(() => firstAsked(numbers, changed, FIRST_CALLS));
  const [choosing, setChoosing] = useState(false);
  const chosen = typeof asked.calls === 'number' ? null : asked.calls;
  // The draft may have been saved or undone meanwhile.
  const after = asked.after === DRAFT && !changed ? (numbers[0] ?? 1) : asked.after;
  const same = after === asked.before;

  const named = ({ version, is_current, saved_at }: VersionItem): string => {
    const when = saved_at === null ? 'as it came' : savedWhen(saved_at);
    return `Version ${version}${is_current ? ', current' : `, ${when}`}`;
  };
  const saved = versions.map((each) => ({ value: String(each.version), label: named(each) }));
  const counts = [FIRST_CALLS, 10, MOST_CALLS].filter(
    (count, place) => place === 0 || count / 2 < calls.length,
  );

  return (
    <form
      className="mt-8"
      onSubmit={(event) => {
        event.preventDefault();
        onCompare({ ...asked, after });
      }}
    >
      <div className="grid gap-5 sm:grid-cols-3">
        <Picker
          label="Read the calls with"
          placeholder="A version"
          value={String(after)}
          onChange={(value) =>
            setAsked({ ...asked, after: value === DRAFT ? DRAFT : Number(value) })
          }
          choices={[
            ...(changed ? [{ value: DRAFT, label: 'Your unsaved changes' }] : []),
            ...saved,
          ]}
        />
        <Picker
          label="Compared with"
          placeholder="A version"
          value={String(asked.before)}
          onChange={(value) => setAsked({ ...asked, before: Number(value) })}
          choices={saved}
        />
        <Picker
          label="Over"
          placeholder="Calls"
          value={chosen === null ? String(asked.calls) : CHOOSE}
          onChange={(value) => {
            if (value === CHOOSE) setChoosing(true);
            else setAsked({ ...asked, calls: Number(value) });
          }}
          choices={[
            ...counts.map((count) => ({ value: String(count), label: lastCalls(count, calls) })),
            { value: CHOOSE, label: chosen === null ? 'Calls I choose' : chosenCalls(chosen) },
          ]}
        />
      </div>
      <div className="mt-6 flex flex-wrap items-center gap-x-4 gap-y-2">
        <Button type="submit" tone="primary" busy={busy} disabled={same}>
          Compare
        </Button>
        {chosen !== null && (
          <Button tone="quiet" onClick={() => setChoosing(true)}>
            Choose other calls
          </Button>
        )}
        {same && <p className="text-ink-faint text-sm">Choose two different versions.</p>}
      </div>
      {choosing && (
        <CallsWindow
          calls={calls}
          chosen={chosen ?? calls.slice(0, FIRST_CALLS).map(({ id }) => id)}
          onClose={() => setChoosing(false)}
          onChosen={(ids) => {
            setAsked({ ...asked, calls: ids });
            setChoosing(false);
          }}
        />
      )}
    </form>
  );
}

function lastCalls(count: number, calls: readonly CallSummary[]): string {
  if (calls.length === 1) return 'The only call';
  return count < calls.length ? `The last ${count} calls` : `All ${calls.length} calls`;
}

function chosenCalls(ids: readonly string[]): string {
  return ids.length === 1 ? 'One call I chose' : `${ids.length} calls I chose`;
}
