import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';

import { Banner } from '@/ui/Banner';
import { Field } from '@/ui/Field';
import { FormActions } from '@/ui/FormActions';
import { localMinute } from '@/ui/time';
import { Window } from '@/ui/Window';
import { retentionQuery } from '@/wire/retention';

import type { CallSummary } from '../callsApi';
import { dateCall } from './editsApi';
import { useReadAgain } from './useReadAgain';

const DAY_MS = 86_400_000;

interface DateWindowProps {
  call: CallSummary;
  onClose: () => void;
}

/** Asks when a call began, and says so where the call would be too old to be kept. */
export function DateWindow({ call, onClose }: DateWindowProps) {
  const [nowMs] = useState(Date.now);
  const [began, setBegan] = useState(localMinute(call.started_at));
  const keptDays = useQuery(retentionQuery).data?.call_days ?? null;
  const readAgain = useReadAgain(call.id);
  const save = useMutation({
    mutationFn: () => dateCall(call.id, new Date(began).toISOString()),
    onSuccess: async () => {
      await readAgain();
      onClose();
    },
  });
  const endedMs = new Date(began).getTime() + (call.duration_ms ?? 0);
  const goes = keptDays !== null && endedMs + keptDays * DAY_MS < nowMs;
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
          max={localMinute(new Date(nowMs).toISOString())}
          onChange={(event) => setBegan(event.target.value)}
        />
        {goes && (
          <Banner tone="caution" title="With this date the call is deleted within a day">
            Your settings keep calls for {keptDays} {keptDays === 1 ? 'day' : 'days'}. Keep it as a
            file first, or have the settings keep calls longer.
          </Banner>
        )}
        <FormActions
          label={goes ? 'Save all the same' : 'Save'}
          busy={save.isPending}
          error={save.error}
          onCancel={onClose}
        />
      </form>
    </Window>
  );
}
