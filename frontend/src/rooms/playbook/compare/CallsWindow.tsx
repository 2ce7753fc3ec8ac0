import { useState } from 'react';

import { Button } from '@/ui/Button';
import { spell } from '@/ui/time';
import { Window } from '@/ui/Window';

import { savedWhen } from '../when';
import { MOST_CALLS, type CallSummary } from './compareApi';

interface CallsWindowProps {
  calls: readonly CallSummary[];
  chosen: readonly string[];
  onClose: () => void;
  onChosen: (ids: readonly string[]) => void;
}

/** Calls to compare over, picked one by one. */
export function CallsWindow({ calls, chosen, onClose, onChosen }: CallsWindowProps) {
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set(chosen));
  const full = picked.size >= MOST_CALLS;
  const flip = (id: string): void => {
    const next = new Set(picked);
    if (!next.delete(id)) next.add(id);
    setPicked(next);
  };
  return (
    <Window
      open
      onOpenChange={(open) => !open && onClose()}
      title="Which calls?"
      description={`Up to ${MOST_CALLS}. A long one takes a few seconds.`}
    >
      <ul className="-mx-3 max-h-[50dvh] overflow-y-auto">
        {calls.map((call) => (
          <li key={call.id}>
            <label className="hover:bg-sunken/70 has-disabled:text-ink-faint flex cursor-pointer items-center gap-3.5 rounded-xl px-3 py-2.5">
              <input
                type="checkbox"
                checked={picked.has(call.id)}
                disabled={full && !picked.has(call.id)}
                onChange={() => flip(call.id)}
                className="accent-accent size-[18px] shrink-0 cursor-pointer"
              />
              <span className="min-w-0 flex-1">
                <span className="text-ink block truncate text-base font-semibold">
                  {call.title}
                </span>
                <span className="figures text-ink-soft block text-sm">
                  {savedWhen(call.started_at)}
                </span>
              </span>
              <span className="figures text-ink-soft shrink-0 text-sm">
                {call.duration_ms !== null && spell(call.duration_ms)}
              </span>
            </label>
          </li>
        ))}
      </ul>
      <div className="mt-6 flex items-center justify-end gap-2">
        <p role="status" className="text-ink-faint figures mr-auto text-sm">
          {picked.size} chosen
        </p>
        <Button onClick={onClose}>Cancel</Button>
        <Button
          tone="primary"
          disabled={picked.size === 0}
          onClick={() => onChosen(calls.filter(({ id }) => picked.has(id)).map(({ id }) => id))}
        >
          Use these
        </Button>
      </div>
    </Window>
  );
}
