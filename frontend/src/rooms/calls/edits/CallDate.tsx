import { useState } from 'react';

import { timeOfDay } from '@/ui/time';
import { guessedDate } from '@/ui/words';
import type { CallEvent } from '@/wire/messages';

import type { CallSummary } from '../callsApi';
import { dayName } from '../days';
import { DateWindow } from './DateWindow';

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
