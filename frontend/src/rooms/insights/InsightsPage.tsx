import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { ChartLine, SearchX } from 'lucide-react';
import { useState } from 'react';

import { buttonClass } from '@/ui/Button';
import { cx } from '@/ui/cx';
import { Empty } from '@/ui/Empty';
import { Loading } from '@/ui/Loading';
import { NotLoaded } from '@/ui/NotLoaded';
import { PageTitle } from '@/ui/PageTitle';
import { useNow } from '@/ui/useNow';

import { ComparedRow } from './ComparedRow';
import type { Behind, Insights } from './insightsApi';
import { InsightsFilters } from './InsightsFilters';
import { insightsQuery } from './insightsQueries';
import { historyOf, insightsSearch, isoDay, serverScope } from './insightsSearch';
import { Ledger } from './Ledger';
import { Moments } from './Moments';
import { Objections } from './Objections';
import { OccurrencesWindow } from './OccurrencesWindow';
import { Stages } from './Stages';
import { Trends } from './Trends';
import { counted, endedText } from './words';

const MINUTE_MS = 60_000;

/** What the calls tell together; every figure leads to the calls it rests on. */
export function InsightsPage() {
  const search = insightsSearch(useSearch({ strict: false }));
  const navigate = useNavigate();
  const now = new Date(useNow(MINUTE_MS));
  const scope = serverScope(search, now);
  const query = useQuery(insightsQuery(scope, isoDay(now)));
  const [behind, setBehind] = useState<Behind | null>(null);
  const found = query.data;
  const history = (more: Record<string, string>) => historyOf(search, now, more);

  return (
    <div className="mx-auto max-w-5xl px-4 pt-6 pb-20 sm:px-6 lg:pt-12">
      <PageTitle>Insights</PageTitle>
      {found !== undefined && found.playbooks.length > 0 && (
        <InsightsFilters
          search={search}
          scope={scope}
          playbooks={found.playbooks}
          onChange={(change) => {
            const next = insightsSearch({ ...search, ...change });
            void navigate({ to: '.', search: next, replace: true } as never);
          }}
        />
      )}
      {found === undefined ? (
        query.isError ? (
          <NotLoaded
            title="The insights could not be loaded"
            error={query.error}
            onRetry={() => void query.refetch()}
          />
        ) : (
          <Loading label="Loading the insights" row="h-40" className="mt-10" />
        )
      ) : found.calls === 0 ? (
        <Nothing insights={found} />
      ) : (
        <div
          aria-busy={query.isPlaceholderData}
          className={cx(
            'mt-4 space-y-16 transition-opacity',
            query.isPlaceholderData && 'opacity-60',
          )}
        >
          <div>
            <p className="text-ink-soft text-lg">
              <Link
                to="/calls"
                search={history({}) as never}
                className="text-ink rounded font-semibold underline-offset-2 hover:underline"
              >
                {counted(found.calls, 'call')}
              </Link>
              {endedText(found.calls, found.good)}
              {found.waiting > 0 && ` ${counted(found.waiting, 'more call')} are being counted.`}
            </p>
            <p className="text-ink-faint mt-1 text-sm">
              Not counted, though the history lists them: the demo, and calls that were not judged.
            </p>
            <div className="bg-sheet shadow-sheet mt-6 rounded-3xl p-6 sm:p-7">
              <ComparedRow compared={found.compared} />
            </div>
          </div>
          <Trends weeks={found.weeks} history={history} />
          <Stages stages={found.stages} history={history} />
          {found.objections.length > 0 && (
            <Objections objections={found.objections} onShow={setBehind} />
          )}
          {found.ledger.length > 0 && (
            <Ledger lines={found.ledger} least={found.least_calls} onShow={setBehind} />
          )}
          <Moments best={found.best} worst={found.worst} />
        </div>
      )}
      {behind !== null && (
        <OccurrencesWindow scope={scope} behind={behind} onClose={() => setBehind(null)} />
      )}
    </div>
  );
}

function Nothing({ insights }: { insights: Insights }) {
  if (insights.waiting > 0) {
    return (
      <Empty icon={<ChartLine />} title="Your calls are being counted">
        {counted(insights.waiting, 'call')} to go. This page fills by itself.
      </Empty>
    );
  }
  if (insights.playbooks.length > 0) {
    return (
      <Empty icon={<SearchX />} title="No call in this time">
        Choose a longer time, or another playbook.
      </Empty>
    );
  }
  return (
    <Empty
      icon={<ChartLine />}
      title="Nothing to compare yet"
      action={
        <Link to="/" className={buttonClass('primary')}>
          Start a call
        </Link>
      }
    >
      After a few calls you see here how your score moves, which objections come, and which of your
      lines work. The demo call does not count.
    </Empty>
  );
}
