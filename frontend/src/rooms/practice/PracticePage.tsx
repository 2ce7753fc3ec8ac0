import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Dumbbell } from 'lucide-react';
import { useEffect, useRef } from 'react';

import { withLineEnd } from '@/lib/lineEnd';
import { buttonClass } from '@/ui/Button';
import { Empty } from '@/ui/Empty';
import { Loading } from '@/ui/Loading';
import { NotLoaded } from '@/ui/NotLoaded';
import { PageTitle } from '@/ui/PageTitle';

import { dateText, whenText } from './days';
import { startDrill, type ListedDrill } from './practiceApi';
import { drillsQuery } from './practiceQueries';
import { practiceSearch } from './practiceSearch';

/** What is due, and what comes back later. A moment in the address opens as a drill at once. */
export function PracticePage() {
  const { call, turn } = practiceSearch(useSearch({ strict: false }));
  if (call !== undefined && turn !== undefined) return <Begin call={call} turn={turn} />;
  return <Drills />;
}

function Begin({ call, turn }: { call: string; turn: string }) {
  const navigate = useNavigate();
  const client = useQueryClient();
  const begun = useRef(false);
  const start = useMutation({
    mutationFn: () => startDrill(call, turn),
    onSuccess: async ({ id }) => {
      void client.invalidateQueries({ queryKey: drillsQuery.queryKey });
      await navigate({ to: '/practice/$drillId', params: { drillId: id }, replace: true });
    },
  });
  const { mutate } = start;
  useEffect(() => {
    if (begun.current) return;
    begun.current = true;
    mutate();
  }, [mutate]);
  if (start.isError) {
    return (
      <NotLoaded
        level={1}
        title="This moment cannot be practised"
        error={start.error}
        onRetry={() => mutate()}
        action={
          <Link to="/practice" className={buttonClass('secondary')}>
            All drills
          </Link>
        }
      />
    );
  }
  return <Loading label="Loading the drill" row="h-24" className="mx-auto max-w-2xl px-6 pt-12" />;
}

function Drills() {
  const query = useQuery(drillsQuery);
  const drills = query.data ?? [];
  const due = drills.filter(({ drill }) => drill.due);
  const later = drills.filter(({ drill }) => !drill.due);
  return (
    <div className="mx-auto max-w-3xl px-4 pt-6 pb-20 sm:px-6 lg:pt-12">
      <PageTitle>Practice</PageTitle>
      {query.isPending ? (
        <Loading label="Loading the drills" row="h-20" className="mt-8" />
      ) : query.isError ? (
        <NotLoaded
          title="The drills could not be loaded"
          error={query.error}
          onRetry={() => void query.refetch()}
        />
      ) : drills.length === 0 ? (
        <Empty
          icon={<Dumbbell />}
          title="Nothing to practise yet"
          action={
            <Link to="/calls" className={buttonClass('primary')}>
              Open the history
            </Link>
          }
        >
          A review says where more was possible. Press “Practise this” there, and the customer says
          it again.
        </Empty>
      ) : (
        <>
          <p className="text-ink-soft mt-2 text-lg">
            {due.length === 0
              ? 'Nothing is due. Come back when one is, or try one again.'
              : due.length === 1
                ? 'One moment is due.'
                : `${due.length} moments are due.`}
          </p>
          {due.length > 0 && (
            <ul className="mt-6 space-y-3">
              {due.map((listed) => (
                <DueDrill key={listed.drill.id} listed={listed} />
              ))}
            </ul>
          )}
          {later.length > 0 && (
            <section aria-labelledby="later" className="mt-12">
              <h2 id="later" className="text-ink text-xl font-semibold">
                Coming back
              </h2>
              <ul className="border-line mt-3 border-t">
                {later.map((listed) => (
                  <LaterDrill key={listed.drill.id} listed={listed} />
                ))}
              </ul>
            </section>
          )}
        </>
      )}
    </div>
  );
}

function fromText({ title, company, called_at: at, demo }: ListedDrill): string {
  const day = dateText(new Date(at), new Date());
  return [title, demo && 'demo call', company, day].filter(Boolean).join(', ');
}

function practisedText({ attempts, last_at: last }: ListedDrill): string {
  if (last === null) return 'New';
  const times = attempts === 1 ? 'Once' : `${attempts} times`;
  return `${times}, last ${whenText(new Date(last), new Date())}`;
}

function DueDrill({ listed }: { listed: ListedDrill }) {
  return (
    <li>
      <Link
        to="/practice/$drillId"
        params={{ drillId: listed.drill.id }}
        className="bg-sheet shadow-sheet hover:bg-sunken block rounded-2xl p-5 transition-colors"
      >
        <span className="text-ink line-clamp-2 text-lg font-semibold">
          “{withLineEnd(listed.line)}”
        </span>
        <span className="text-ink-soft mt-1 block text-base">{listed.drill.opportunity}</span>
        <span className="text-ink-faint mt-1 block text-sm">
          {fromText(listed)}. {practisedText(listed)}.
        </span>
      </Link>
    </li>
  );
}

function LaterDrill({ listed }: { listed: ListedDrill }) {
  return (
    <li className="border-line border-b">
      <Link
        to="/practice/$drillId"
        params={{ drillId: listed.drill.id }}
        className="hover:bg-sunken -mx-2 flex items-baseline gap-6 rounded-lg px-2 py-3"
      >
        <span className="min-w-0 flex-1">
          <span className="text-ink line-clamp-1 text-base">“{withLineEnd(listed.line)}”</span>
          <span className="text-ink-faint block text-sm">{fromText(listed)}</span>
        </span>
        <span className="text-ink-soft shrink-0 text-right text-sm">
          <span className="block">Due {whenText(new Date(listed.drill.due_at), new Date())}</span>
          <span className="text-ink-faint block">{practisedText(listed)}</span>
        </span>
      </Link>
    </li>
  );
}
