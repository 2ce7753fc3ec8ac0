import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';

import { Button } from '@/ui/Button';
import { QuietPicker } from '@/ui/QuietPicker';

import type { FilterChoices } from './historyApi';
import { filtersQuery, playbookNamesQuery } from './historyQueries';
import {
  FILTERS,
  isNarrowed,
  SORTS,
  SPANS,
  type Filter,
  type HistorySearch,
} from './historySearch';
import { choiceName, FILTER_NAMES, SORT_NAMES, SPAN_NAMES } from './historyWords';

const OWN_DAYS = 'days';
const LISTS: Record<Filter, keyof FilterChoices> = {
  outcome: 'outcomes',
  stage: 'stages',
  objection: 'objections',
  playbook: 'playbooks',
  tag: 'tags',
};

interface HistoryFiltersProps {
  search: HistorySearch;
  onChange: (change: Partial<Record<keyof HistorySearch, string | undefined>>) => void;
  onClear: () => void;
}

/** What narrows the list down. A filter of which no call has anything is left out. */
export function HistoryFilters({ search, onChange, onClear }: HistoryFiltersProps) {
  const choices = useQuery(filtersQuery).data;
  const playbooks = useQuery(playbookNamesQuery).data;
  const [ownDays, setOwnDays] = useState(false);
  const showDays = ownDays || search.from !== undefined || search.to !== undefined;

  return (
    <div role="group" aria-label="Filters" className="mt-3">
      <div className="-mx-2.5 flex flex-wrap items-center gap-x-1 gap-y-1">
        <QuietPicker
          label="Date"
          none="Any time"
          value={showDays ? OWN_DAYS : search.within}
          choices={[
            ...SPANS.map((span) => ({ value: span, label: SPAN_NAMES[span] })),
            { value: OWN_DAYS, label: 'Between two days' },
          ]}
          onChange={(value) => {
            setOwnDays(value === OWN_DAYS);
            onChange({
              within: value === OWN_DAYS ? undefined : value,
              from: undefined,
              to: undefined,
            });
          }}
        />
        {FILTERS.map((filter) => {
          const found = choices?.[LISTS[filter]] ?? [];
          const value = search[filter];
          if (value === undefined && (found.length === 0 || onlyOne(filter, found.length))) {
            return null;
          }
          const known = found.some((each) => each.value === value);
          const shown = value === undefined || known ? found : [...found, { value, calls: 0 }];
          return (
            <QuietPicker
              key={filter}
              label={FILTER_NAMES[filter]}
              none="Any"
              value={value}
              choices={shown.map((each) => ({
                value: each.value,
                label: choiceName(filter, each.value, playbooks),
                count: each.calls,
              }))}
              onChange={(next) => onChange({ [filter]: next })}
            />
          );
        })}
        {isNarrowed(search) && (
          <Button
            tone="quiet"
            size="sm"
            onClick={() => {
              setOwnDays(false);
              onClear();
            }}
          >
            Show all
          </Button>
        )}
        <span className="grow" />
        <QuietPicker
          label="Order"
          value={search.sort ?? 'newest'}
          choices={SORTS.map((sort) => ({ value: sort, label: SORT_NAMES[sort] }))}
          onChange={(sort) => onChange({ sort: sort === 'newest' ? undefined : sort })}
        />
      </div>
      {showDays && (
        <div className="mt-2 flex flex-wrap items-end gap-3">
          <Day label="From" value={search.from} onChange={(from) => onChange({ from })} />
          <Day label="To" value={search.to} onChange={(to) => onChange({ to })} />
        </div>
      )}
    </div>
  );
}

/** With one playbook there is nothing to choose. */
function onlyOne(filter: Filter, count: number): boolean {
  return filter === 'playbook' && count < 2;
}

interface DayProps {
  label: string;
  value: string | undefined;
  onChange: (value: string | undefined) => void;
}

function Day({ label, value, onChange }: DayProps) {
  return (
    <label className="text-ink-soft flex items-center gap-2 text-base">
      {label}
      <input
        type="date"
        value={value ?? ''}
        onChange={(event) => onChange(event.target.value === '' ? undefined : event.target.value)}
        className="bg-sheet text-ink h-9 rounded-lg px-2.5 text-base shadow-[inset_0_0_0_1px_var(--edge)]"
      />
    </label>
  );
}
