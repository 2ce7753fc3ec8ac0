import { Download } from 'lucide-react';

import { Button } from '@/ui/Button';
import { Menu, type MenuItem } from '@/ui/Menu';

import { callsTableUrl, download, MOST_NAMED, type TableFormat } from './exportApi';
import { isNarrowed, serverQuery, type HistorySearch } from './historySearch';
import { counted } from './historyWords';

interface KeepCallsProps {
  ids: readonly string[];
  search: HistorySearch;
}

const FORMATS: readonly { format: TableFormat; name: string }[] = [
  { format: 'csv', name: 'spreadsheet (CSV)' },
  { format: 'parquet', name: 'Parquet' },
];

/** Calls to be taken along as one table, a row a call: those selected, or all that were found. */
export function KeepCalls({ ids, search }: KeepCallsProps) {
  const found = serverQuery(search, new Date());
  const selected = ids.length > MOST_NAMED ? null : counted(ids.length, 'selected call');
  const all = isNarrowed(search) ? 'All calls found' : 'All calls';
  const items = (what: string, named: readonly string[]): MenuItem[] =>
    FORMATS.map(({ format, name }) => ({
      label: `${what}: ${name}`,
      onSelect: () => {
        download(callsTableUrl(format, found, named));
        return undefined;
      },
    }));
  return (
    <Menu align="start" groups={[selected === null ? [] : items(selected, ids), items(all, [])]}>
      <Button tone="quiet" icon={<Download aria-hidden />}>
        Export
      </Button>
    </Menu>
  );
}
