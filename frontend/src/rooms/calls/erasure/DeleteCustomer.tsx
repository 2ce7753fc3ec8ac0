import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';

import { Banner } from '@/ui/Banner';
import { Confirm } from '@/ui/Confirm';

import { dayName } from '../days';
import type { Deletion } from '../historyApi';
import { counted } from '../historyWords';
import { callsOf, customerCallsQuery, useDeleteCustomer, type CallsOfCompany } from './customerApi';

interface DeleteCustomerProps {
  name: string;
  /** The company of the call it was asked from. */
  company: string | null;
  onClose: () => void;
  onDeleted: (deletion: Deletion) => void;
}

/** Says how much there is of a customer, and deletes it once that is confirmed. */
export function DeleteCustomer({ name, company, onClose, onDeleted }: DeleteCustomerProps) {
  const { data, error } = useQuery(customerCallsQuery(name, company));
  const remove = useDeleteCustomer(onDeleted);
  const [changed, setChanged] = useState<ReadonlyMap<string | null, boolean>>(new Map());
  const companies = data?.companies ?? [];
  const only = companies.length === 1;
  // People of one name at other companies are others until the user says they are not.
  const chosen = companies.filter((each) => changed.get(each.company) ?? (only || each.asked_for));
  const calls = callsOf(chosen);
  const imports = chosen.reduce((sum, each) => sum + each.imports, 0);
  const onlyNames = chosen.length > 0 && calls + imports === 0;
  const failed = remove.error ?? error;
  return (
    <Confirm
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={`Delete everything of ${name}?`}
      confirm={
        data === undefined
          ? 'Delete'
          : `Delete ${onlyNames ? 'the name' : muchText(calls, imports)} for ever`
      }
      cancel="Keep it"
      busy={remove.isPending}
      disabled={chosen.length === 0}
      onConfirm={() => remove.mutate({ name, chosen })}
    >
      {data === undefined && error === null && <p role="status">Looking for their calls…</p>}
      {calls > 0 && (
        <p>
          {counted(calls, 'call')}
          {spanText(chosen)}, with transcripts, reviews and sound. This cannot be undone.
        </p>
      )}
      {imports > 0 && (
        <p>
          {counted(imports, 'file')} waiting to be imported {calls > 0 ? 'go along' : 'will go'}.
        </p>
      )}
      {onlyNames && <p>The name is on the list of imports alone. It will go from there.</p>}
      {!only && companies.length > 0 && (
        <fieldset className="mt-4">
          <legend className="text-ink mb-1 text-sm font-semibold">
            There are several of that name
          </legend>
          {companies.map((each) => (
            <label
              key={each.company}
              className="hover:bg-sunken -mx-2 flex cursor-pointer items-center gap-3 rounded-lg px-2 py-1.5"
            >
              <input
                type="checkbox"
                checked={chosen.includes(each)}
                onChange={(event) =>
                  setChanged(new Map(changed).set(each.company, event.target.checked))
                }
                className="size-4.5 shrink-0 cursor-pointer accent-(--accent)"
              />
              <span className="text-ink min-w-0 truncate">
                {each.company ?? 'No company named'}
              </span>
              <span className="figures text-ink-faint ml-auto shrink-0 text-sm">
                {muchText(each.calls, each.imports)}
              </span>
            </label>
          ))}
        </fieldset>
      )}
      {failed !== null && (
        <Banner tone="alarm" title="Nothing was deleted" className="mt-4">
          {failed.message}
        </Banner>
      )}
    </Confirm>
  );
}

/** As in "2 calls, 1 import". */
function muchText(calls: number, imports: number): string {
  const files = imports > 0 ? [counted(imports, 'import')] : [];
  return [...(calls > 0 || imports === 0 ? [counted(calls, 'call')] : []), ...files].join(', ');
}

function spanText(chosen: readonly CallsOfCompany[]): string {
  const now = new Date();
  const first = chosen.map(({ first_at }) => first_at).sort()[0];
  const last = chosen
    .map(({ last_at }) => last_at)
    .sort()
    .at(-1);
  if (first === undefined || last === undefined) return '';
  const [from, to] = [dayName(new Date(first), now), dayName(new Date(last), now)];
  return from === to ? ` (${from})` : ` (${from} to ${to})`;
}
