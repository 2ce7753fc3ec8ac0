import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Import, PhoneCall, SearchX } from 'lucide-react';
import { useEffect, useState } from 'react';

import { useStore } from '@/lib/store';
import { Banner } from '@/ui/Banner';
import { Button, buttonClass } from '@/ui/Button';
import { cx } from '@/ui/cx';
import { Empty } from '@/ui/Empty';
import { Loading } from '@/ui/Loading';
import { NotLoaded } from '@/ui/NotLoaded';
import { PageTitle } from '@/ui/PageTitle';
import { useNow } from '@/ui/useNow';

import { DeleteCalls } from './DeleteCalls';
import { CustomerWindow } from './edits/CustomerWindow';
import { lastDeletion } from './erasure/lastDeletion';
import { FoundList } from './FoundList';
import type { Deletion, FoundCall } from './historyApi';
import { HistoryFilters } from './HistoryFilters';
import { historyQuery } from './historyQueries';
import { historySearch, isNarrowed, type HistorySearch } from './historySearch';
import { HistorySearchBox } from './HistorySearchBox';
import { counted, deletionText } from './historyWords';
import { SelectionBar } from './SelectionBar';

const MINUTE_MS = 60_000;

/** Past calls: found by what was said, narrowed down, tagged, deleted. */
export function HistoryPage() {
  const search = historySearch(useSearch({ strict: false }));
  const navigate = useNavigate();
  const query = useInfiniteQuery(historyQuery(search));
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [asked, setAsked] = useState<readonly FoundCall[]>([]);
  const [named, setNamed] = useState<FoundCall | null>(null);
  const gone = useStore(lastDeletion);
  const now = useNow(MINUTE_MS);
  useEffect(
    () => () => {
      if (location.pathname !== '/calls') lastDeletion.set(null);
    },
    [],
  );
  const calls = query.data?.pages.flatMap((page) => page.calls) ?? [];
  // What is not in sight is not changed by accident.
  const chosen = calls.filter(({ id }) => selected.has(id));
  const narrowed = isNarrowed(search);

  const change = (part: object): void => {
    const next: HistorySearch = historySearch({ ...search, ...part });
    void navigate({ to: '.', search: next, replace: true } as never);
  };

  const select = (id: string, on: boolean): void => {
    const next = new Set(selected);
    if (on) next.add(id);
    else next.delete(id);
    setSelected(next);
  };

  return (
    <div className="mx-auto max-w-5xl px-4 pt-6 pb-16 sm:px-6 lg:pt-12">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <PageTitle>History</PageTitle>
        <Link to="/imports" className={buttonClass('secondary')}>
          <Import aria-hidden />
          Import
        </Link>
      </div>
      {(calls.length > 0 || narrowed) && (
        <div className="mt-6">
          <HistorySearchBox value={search.q ?? ''} onChange={(q) => change({ q })} />
          <HistoryFilters
            search={search}
            onChange={change}
            onClear={() =>
              change(Object.fromEntries(Object.keys(search).map((key) => [key, undefined])))
            }
          />
        </div>
      )}
      {gone !== null && <Deleted deletion={gone} onClose={() => lastDeletion.set(null)} />}
      {query.isPending ? (
        <Loading label="Loading the calls" row="h-14" rows={6} className="mt-10" />
      ) : query.isError && calls.length === 0 ? (
        <NotLoaded
          title="The calls could not be loaded"
          error={query.error}
          onRetry={() => void query.refetch()}
        />
      ) : calls.length === 0 && narrowed ? (
        <Empty icon={<SearchX />} title="No call fits">
          {search.q === undefined
            ? 'Take a filter away to see more.'
            : 'Every word has to stand in one line of the call, or in the customer’s name.'}
        </Empty>
      ) : calls.length === 0 ? (
        <Empty
          icon={<PhoneCall />}
          title="No calls yet"
          action={
            <Link to="/" className={buttonClass('primary')}>
              Start the first one
            </Link>
          }
        >
          Every call is kept here, with what was said and what was advised.
        </Empty>
      ) : (
        <div
          aria-busy={query.isPlaceholderData}
          className={cx('transition-opacity', query.isPlaceholderData && 'opacity-60')}
        >
          <FoundList
            calls={calls}
            sort={search.sort ?? 'newest'}
            now={new Date(now)}
            selected={selected}
            passing={query.isPlaceholderData}
            onSelect={select}
            onName={setNamed}
            onDelete={(call) => setAsked([call])}
          />
          {query.hasNextPage && (
            <div className="mt-10 flex flex-col items-center gap-2">
              <Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                Load more
              </Button>
              {query.isFetchNextPageError && (
                <p role="alert" className="text-alarm text-sm">
                  {query.error.message}
                </p>
              )}
            </div>
          )}
        </div>
      )}
      <SelectionBar
        calls={chosen}
        shown={calls.length}
        search={search}
        onAll={() => setSelected(new Set(calls.map(({ id }) => id)))}
        onDelete={() => setAsked(chosen)}
        onClear={() => setSelected(new Set())}
      />
      {named !== null && <CustomerWindow calls={[named]} onClose={() => setNamed(null)} />}
      <DeleteCalls calls={asked} onClose={() => setAsked([])} onDeleted={lastDeletion.set} />
    </div>
  );
}

/** What was deleted, and what was not. */
function Deleted({ deletion, onClose }: { deletion: Deletion; onClose: () => void }) {
  const [reason] = deletion.kept;
  return (
    <Banner
      tone={reason === undefined ? 'info' : 'caution'}
      title={
        deletion.deleted.length > 0
          ? deletionText(deletion)
          : `${counted(deletion.kept.length, 'call')} could not be deleted.`
      }
      className="mt-6"
      action={
        <Button size="sm" onClick={onClose}>
          Got it
        </Button>
      }
    >
      {reason !== undefined && `${counted(deletion.kept.length, 'call')} stayed. ${reason.message}`}
    </Banner>
  );
}
