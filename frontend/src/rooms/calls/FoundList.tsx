import { byDay } from './days';
import type { FoundCall } from './historyApi';
import type { Sort } from './historySearch';
import { HistoryRow } from './HistoryRow';

interface FoundListProps {
  calls: readonly FoundCall[];
  sort: Sort;
  now: Date;
  selected: ReadonlySet<string>;
  /** Another list is on its way: what is picked now might not be in it. */
  passing: boolean;
  onSelect: (id: string, selected: boolean) => void;
  onName: (call: FoundCall) => void;
  onDelete: (call: FoundCall) => void;
}

/** The calls in their order; by days where the order is that of days. */
export function FoundList({
  calls,
  sort,
  now,
  selected,
  passing,
  onSelect,
  onName,
  onDelete,
}: FoundListProps) {
  const byDays = sort === 'newest' || sort === 'oldest';
  const rows = (some: readonly FoundCall[]) => (
    <ul>
      {some.map((call) => (
        <HistoryRow
          key={call.id}
          call={call}
          dayIsKnown={byDays}
          selected={selected.has(call.id)}
          passing={passing}
          onSelect={(on) => onSelect(call.id, on)}
          onName={() => onName(call)}
          onDelete={() => onDelete(call)}
        />
      ))}
    </ul>
  );
  if (!byDays) {
    return (
      <section aria-label="Calls" className="mt-6">
        {rows(calls)}
      </section>
    );
  }
  return byDay(calls, (call) => new Date(call.started_at), now).map((group) => (
    <section key={group.day} className="mt-8">
      <h2 className="text-ink-faint mb-2 text-sm font-semibold">{group.day}</h2>
      {rows(group.items)}
    </section>
  ));
}
