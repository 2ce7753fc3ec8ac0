import { useQuery } from '@tanstack/react-query';
import { Check, CircleAlert, LoaderCircle, TriangleAlert, type LucideIcon } from 'lucide-react';

import { cx } from '@/ui/cx';
import { Loading } from '@/ui/Loading';
import { NotLoaded } from '@/ui/NotLoaded';
import { PageTitle } from '@/ui/PageTitle';
import { useNow } from '@/ui/useNow';

import { statusQuery, type ServerStatus } from './statusApi';
import { age, linesOf, VERDICTS, worstOf, type Line, type Standing } from './statusWords';

const MARKS: Record<Standing, { icon: LucideIcon; said: string; tone: string }> = {
  well: { icon: Check, said: 'Works', tone: 'text-accent bg-accent-soft' },
  busy: { icon: LoaderCircle, said: 'At work', tone: 'text-ink-soft bg-sunken' },
  caution: { icon: TriangleAlert, said: 'Look at this', tone: 'text-caution bg-caution-soft' },
  alarm: { icon: CircleAlert, said: 'Broken', tone: 'text-alarm bg-alarm-soft' },
};

/** How the server is, for whoever looks after it. */
export function StatusPage() {
  const { data, error, refetch } = useQuery(statusQuery);
  const now = useNow(30_000);
  return (
    <div className="mx-auto max-w-3xl px-4 pt-6 pb-20 sm:px-6 lg:pt-12">
      <PageTitle>Status</PageTitle>
      {error !== null ? (
        <NotLoaded
          title="The server does not say how it is"
          error={error}
          onRetry={() => void refetch()}
          showsStatus={false}
        />
      ) : data === undefined ? (
        <Loading label="Asking the server" row="h-16" rows={6} className="mt-8" />
      ) : (
        <Told status={data} now={now} />
      )}
    </div>
  );
}

function Told({ status, now }: { status: ServerStatus; now: number }) {
  const lines = linesOf(status, now);
  return (
    <>
      <p role="status" className="text-ink-soft mt-1 text-lg">
        {VERDICTS[worstOf(lines)]}.
      </p>
      <dl className="border-line bg-sheet mt-8 divide-y divide-(--line) rounded-2xl border">
        {lines.map((line) => (
          <Row key={line.name} line={line} />
        ))}
      </dl>
      <p className="text-ink-faint mt-4 text-sm">
        Version {status.version}, up for {age(status.uptime_s * 1000)}
      </p>
    </>
  );
}

function Row({ line: { name, value, note, standing } }: { line: Line }) {
  const { icon: Icon, said, tone } = MARKS[standing];
  return (
    <div className="flex items-start gap-4 px-5 py-4">
      <span
        className={cx('grid size-6 shrink-0 place-items-center rounded-full', tone)}
        role="img"
        aria-label={said}
      >
        <Icon aria-hidden className="size-3.5" strokeWidth={2.5} />
      </span>
      <dt className="text-ink w-32 shrink-0 text-base font-semibold">{name}</dt>
      <dd className="min-w-0 flex-1 text-base">
        <span className="text-ink">{value}</span>
        {note !== undefined && <span className="text-ink-soft mt-0.5 block">{note}</span>}
      </dd>
    </div>
  );
}
