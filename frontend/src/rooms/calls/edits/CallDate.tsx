import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

import { Button } from '@/ui/Button';
import { Field } from '@/ui/Field';
import { localMinute, timeOfDay } from '@/ui/time';
import { Window } from '@/ui/Window';
import { guessedDate } from '@/ui/words';
import type { CallEvent } from '@/wire/messages';

import type { CallSummary } from '../callsApi';
import { dayName } from '../days';
import { dateCall } from './editsApi';

interface CallDateProps {
  call: CallSummary;
  events: readonly CallEvent[];
}

/** When the call began. Of an imported one that is often a guess: it says so, and can be set. */
export function CallDate({ call, events }: CallDateProps) {
  const [asking, setAsking] = useState(false);
  const began = new Date(call.started_at);
  const guess = guessOf(events);
  return (
    <>
      <span>
        {dayName(began, new Date())}, {timeOfDay(began)}
      </span>
      {call.imported_from != null && call.status === 'ended' && (
        <button
          type="button"
          onClick={() => setAsking(true)}
          className={
            guess === null
              ? 'hover:text-ink cursor-pointer rounded underline underline-offset-2'
              : 'text-caution cursor-pointer rounded font-semibold underline underline-offset-2'
          }
        >
          {guess ?? 'Set the date'}
        </button>
      )}
      {asking && <DateWindow call={call} onClose={() => setAsking(false)} />}
    </>
  );
}

/** What makes the date a guess; null where somebody said it or it was the clock's. */
function guessOf(events: readonly CallEvent[]): string | null {
  if (events.some(({ type }) => type === 'call_dated')) return null;
  const started = events.find((event) => event.type === 'call_started');
  return guessedDate(started?.dated_by ?? null);
}

function DateWindow({ call, onClose }: { call: CallSummary; onClose: () => void }) {
  const [began, setBegan] = useState(localMinute(call.started_at));
  const client = useQueryClient();
  const save = useMutation({
    mutationFn: () => dateCall(call.id, new Date(began).toISOString()),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['call', call.id] });
      void client.invalidateQueries({ queryKey: ['calls'] });
      onClose();
    },
  });
  return (
    <Window
      open
      onOpenChange={(open) => !open && onClose()}
      title="When did this call begin?"
      {...(call.imported_from != null && { description: call.imported_from })}
      className="max-w-md"
    >
      <form
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <Field
          label="Day and time"
          type="datetime-local"
          autoFocus
          required
          value={began}
          max={localMinute(new Date().toISOString())}
          onChange={(event) => setBegan(event.target.value)}
        />
        <div className="flex items-center justify-end gap-3">
          {save.isError && (
            <p role="alert" className="text-alarm text-sm">
              {save.error.message}
            </p>
          )}
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" tone="primary" busy={save.isPending}>
            Save
          </Button>
        </div>
      </form>
    </Window>
  );
}
