import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { PhoneCall, Trash2 } from 'lucide-react';
import { useState } from 'react';

import { Button, buttonClass } from '@/ui/Button';
import { Empty } from '@/ui/Empty';
import { IconButton } from '@/ui/IconButton';
import { Loading } from '@/ui/Loading';
import { NotLoaded } from '@/ui/NotLoaded';
import { PageTitle } from '@/ui/PageTitle';
import { spell, timeOfDay } from '@/ui/time';
import { useNow } from '@/ui/useNow';

import { callsQuery } from './callQueries';
import type { CallSummary } from './callsApi';
import { byDay } from './days';
import { DeleteCall } from './DeleteCall';

const MINUTE_MS = 60_000;

export function HistoryPage() {
  const query = useInfiniteQuery(callsQuery);
  const [asked, setAsked] = useState<CallSummary | null>(null);
  const now = useNow(MINUTE_MS);
  const calls = query.data?.pages.flatMap((page) => page.calls) ?? [];

  return (
    <div className="mx-auto max-w-4xl px-4 pt-6 pb-16 sm:px-6 lg:pt-12">
      <PageTitle>History</PageTitle>
      {query.isPending ? (
        <Loading label="Loading the calls" row="h-14" rows={6} className="mt-10" />
      ) : query.isError && calls.length === 0 ? (
        <NotLoaded
          title="The calls could not be loaded"
          error={query.error}
          onRetry={() => void query.refetch()}
        />
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
        <>
          {byDay(calls, (call) => new Date(call.started_at), new Date(now)).map((group) => (
            <section key={group.day} className="mt-10">
              <h2 className="text-ink-faint text-sm font-semibold">{group.day}</h2>
              <ul className="mt-2">
                {group.items.map((call) => (
                  <CallRow key={call.id} call={call} onDelete={() => setAsked(call)} />
                ))}
              </ul>
            </section>
          ))}
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
        </>
      )}
      <DeleteCall call={asked} onClose={() => setAsked(null)} />
    </div>
  );
}

function CallRow({ call, onDelete }: { call: CallSummary; onDelete: () => void }) {
  const { customer } = call;
  const name = customer?.name ?? 'Call without a name';
  return (
    <li className="group hover:bg-sunken/70 relative -mx-3 flex items-center gap-4 rounded-xl px-3 py-3 transition-colors">
      <span className="figures text-ink-faint w-20 shrink-0 text-base whitespace-nowrap">
        {timeOfDay(new Date(call.started_at))}
      </span>
      <div className="min-w-0 flex-1">
        <Link
          to="/calls/$callId"
          params={{ callId: call.id }}
          className="text-ink text-lg font-semibold before:absolute before:inset-0 before:rounded-xl"
        >
          {name}
        </Link>
        {customer?.company && (
          <span className="text-ink-soft ml-2.5 text-base">{customer.company}</span>
        )}
      </div>
      {call.status !== 'ended' && (
        <span className="bg-caution-soft text-caution rounded-full px-2.5 py-0.5 text-sm font-semibold">
          {call.status === 'live' ? 'Live' : 'Interrupted'}
        </span>
      )}
      <span className="figures text-ink-soft w-20 shrink-0 text-right text-base max-sm:hidden">
        {call.turn_count} {call.turn_count === 1 ? 'line' : 'lines'}
      </span>
      <span className="figures text-ink-soft w-24 shrink-0 text-right text-base">
        {spell(call.duration_ms)}
      </span>
      <IconButton
        label={`Delete: ${name}`}
        icon={<Trash2 aria-hidden />}
        size="sm"
        className="relative z-10"
        onClick={onDelete}
      />
    </li>
  );
}
