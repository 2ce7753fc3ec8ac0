import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

import { Field } from '@/ui/Field';
import { FormActions } from '@/ui/FormActions';
import { Window } from '@/ui/Window';

import type { CallSummary } from '../callsApi';
import { counted } from '../historyWords';
import { nameCustomer, type Customer } from './editsApi';

type Named = Pick<CallSummary, 'id' | 'title' | 'customer'>;

interface CustomerWindowProps {
  /** One or more; what all of them have stands there already. */
  calls: readonly Named[];
  onClose: () => void;
}

const LONGEST = 200;

/** Asks with whom calls were. Two empty fields: with nobody that is known. */
export function CustomerWindow({ calls, onClose }: CustomerWindowProps) {
  const client = useQueryClient();
  const [name, setName] = useState(() => shared(calls, (call) => call.customer?.name));
  const [company, setCompany] = useState(() => shared(calls, (call) => call.customer?.company));
  const save = useMutation({
    mutationFn: async () => {
      const customer = customerOf(name, company);
      for (const { id } of calls) await nameCustomer(id, customer);
    },
    onSuccess: onClose,
    // Some may be named, though the next one could not be.
    onSettled: async () => {
      await client.cancelQueries({ queryKey: ['calls'] });
      void client.invalidateQueries({ queryKey: ['calls'] });
      void client.invalidateQueries({ queryKey: ['customer brief'] });
      for (const { id } of calls) void client.invalidateQueries({ queryKey: ['call', id] });
    },
  });
  const [only] = calls;
  return (
    <Window
      open
      onOpenChange={(open) => !open && onClose()}
      title={calls.length === 1 ? 'Who was this call with?' : 'Who were these calls with?'}
      description={
        calls.length === 1 && only !== undefined ? only.title : counted(calls.length, 'call')
      }
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
          label="Customer"
          autoFocus
          maxLength={LONGEST}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <Field
          label="Company"
          optional
          maxLength={LONGEST}
          value={company}
          onChange={(event) => setCompany(event.target.value)}
        />
        <p className="text-ink-soft text-sm">
          Search, briefs and exports use this name. It does not change what was said in the call.
        </p>
        <FormActions busy={save.isPending} error={save.error} onCancel={onClose} />
      </form>
    </Window>
  );
}

/** What every call says alike; empty where they differ or say nothing. */
function shared(calls: readonly Named[], of: (call: Named) => string | null | undefined): string {
  const said = new Set(calls.map((call) => of(call) ?? ''));
  const [only] = said;
  return said.size === 1 && only !== undefined ? only : '';
}

/** A company without a person is a customer, too. */
function customerOf(name: string, company: string): Customer | null {
  const [who, firm] = [name.trim(), company.trim()];
  if (who === '') return firm === '' ? null : { name: firm, company: null };
  return { name: who, company: firm === '' ? null : firm };
}
