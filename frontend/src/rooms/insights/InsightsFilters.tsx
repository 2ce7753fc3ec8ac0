import { useQuery } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { useState } from 'react';

import { Button } from '@/ui/Button';
import { Menu } from '@/ui/Menu';
import { QuietPicker } from '@/ui/QuietPicker';

import { exportUrl, type Insights, type Part, type Scope } from './insightsApi';
import { playbookNamesQuery } from './insightsQueries';
import { SPANS, SPAN_NAMES, type InsightsSearch } from './insightsSearch';

const OWN_DAYS = 'days';
const PARTS: readonly { part: Part; label: string }[] = [
  { part: 'weeks', label: 'The weeks' },
  { part: 'stages', label: 'Stages and outcomes' },
  { part: 'objections', label: 'Objections and replies' },
  { part: 'lines', label: 'Script ledger' },
  { part: 'moments', label: 'Moments' },
];

interface InsightsFiltersProps {
  search: InsightsSearch;
  scope: Scope;
  playbooks: Insights['playbooks'];
  onChange: (change: Partial<Record<keyof InsightsSearch, string | undefined>>) => void;
}

/** Which calls count, and a way to take the figures along. */
export function InsightsFilters({ search, scope, playbooks, onChange }: InsightsFiltersProps) {
  const names = useQuery(playbookNamesQuery).data;
  const [ownDays, setOwnDays] = useState(false);
  const showDays = ownDays || search.from !== undefined || search.to !== undefined;
  return (
    <div role="group" aria-label="Filters" className="mt-4">
      <div className="-mx-2.5 flex flex-wrap items-center gap-1">
        <QuietPicker
          label="Date"
          value={showDays ? OWN_DAYS : (search.within ?? '90')}
          choices={[
            ...SPANS.map((span) => ({ value: span, label: SPAN_NAMES[span] })),
            { value: OWN_DAYS, label: 'Between two days' },
          ]}
          onChange={(value) => {
            setOwnDays(value === OWN_DAYS);
            onChange({
              within: value === OWN_DAYS || value === '90' ? undefined : value,
              from: undefined,
              to: undefined,
            });
          }}
        />
        {(playbooks.length > 1 || search.playbook !== undefined) && (
          <QuietPicker
            label="Playbook"
            none="Any"
            value={search.playbook}
            choices={playbooks.map(({ id, calls }) => ({
              value: id,
              label: names?.get(id) ?? id,
              count: calls,
            }))}
            onChange={(playbook) => onChange({ playbook })}
          />
        )}
        <span className="grow" />
        <Menu
          groups={[
            PARTS.map(({ part, label }) => ({
              label,
              onSelect: () => {
                location.assign(exportUrl(scope, part));
                return undefined;
              },
            })),
          ]}
        >
          <Button tone="quiet" size="sm" icon={<Download aria-hidden />}>
            Export as CSV
          </Button>
        </Menu>
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
