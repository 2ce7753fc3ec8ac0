import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { ArrowLeft, CloudAlert } from 'lucide-react';

import { useStore } from '@/lib/store';
import { Banner } from '@/ui/Banner';
import { Button } from '@/ui/Button';
import { Empty } from '@/ui/Empty';
import { Skeleton } from '@/ui/Skeleton';

import { idsOf, toContent } from '../draft/keyed';
import { useShell } from '../editor/shell';
import { versionsQuery } from '../playbookQueries';
import { CompareForm } from './CompareForm';
import { NothingToCompare } from './NothingToCompare';
import { Outcome } from './Outcome';
import { bodyOf, type Asked } from './asked';
import { isOver, spokenCallsQuery, useComparison } from './useComparison';

/** What the draft or a version would change in calls that were made: cards and ticks, call by call. */
export function ComparePage() {
  const { detail } = useShell();
  return (
    <div className="mx-auto max-w-4xl px-4 pt-6 pb-20 sm:px-6 lg:pt-10">
      <Link
        to="/playbooks/$playbookId"
        params={{ playbookId: detail.id }}
        className="text-ink-soft hover:text-ink -ml-1 inline-flex max-w-full items-center gap-2 rounded-lg px-1 text-base font-medium"
      >
        <ArrowLeft aria-hidden className="size-4 shrink-0" />
        <span className="truncate">{detail.name}</span>
      </Link>
      <h1 className="text-ink mt-3 text-3xl font-semibold tracking-[-0.015em]">
        What would change
      </h1>
      <p className="text-ink-soft mt-2 max-w-2xl text-lg">
        Your own calls, read again with another version of this playbook: which cards would have
        come, and which would not.
      </p>
      <Loaded />
    </div>
  );
}

function Loaded() {
  const { detail, editing } = useShell();
  const { changed } = useStore(editing.store);
  const versions = useQuery(versionsQuery(detail.id));
  const calls = useQuery(spokenCallsQuery);
  const failed = [versions, calls].find(({ isError }) => isError);

  if (failed?.error) {
    return (
      <Empty
        icon={<CloudAlert />}
        title="Your calls could not be loaded"
        action={
          <Button tone="primary" onClick={() => void failed.refetch()}>
            Try again
          </Button>
        }
      >
        {failed.error.message}
      </Empty>
    );
  }
  if (versions.data === undefined || calls.data === undefined) {
    return (
      <div role="status" aria-label="Loading your calls" className="mt-8 grid gap-4">
        <Skeleton className="h-20" />
        <Skeleton className="h-11 max-w-40" />
      </div>
    );
  }
  if (calls.data.length === 0) return <NothingToCompare missing="calls" />;
  if (versions.data.length < 2 && !changed) return <NothingToCompare missing="versions" />;
  return <Comparing versions={versions.data} calls={calls.data} />;
}

type ComparingProps = Omit<Parameters<typeof CompareForm>[0], 'busy' | 'onCompare'>;

function Comparing(props: ComparingProps) {
  const { detail, editing } = useShell();
  const { run } = useSearch({ from: '/playbooks/$playbookId/compare' });
  const navigate = useNavigate();
  const { comparison, lost, start, stop } = useComparison(detail.id, run);
  const running = comparison !== null && !isOver(comparison);

  const compare = (asked: Asked): void => {
    const { draft, ids } = editing.store.get();
    const body = bodyOf(asked, () => toContent(draft, idsOf(draft, ids)));
    start.mutate(body, {
      onSuccess: ({ id }) =>
        void navigate({
          to: '/playbooks/$playbookId/compare',
          params: { playbookId: detail.id },
          search: { run: id },
          replace: true,
        }),
    });
  };

  return (
    <>
      <CompareForm {...props} busy={start.isPending || running} onCompare={compare} />
      {start.error && (
        <Banner tone="alarm" title="It could not be compared" className="mt-8">
          {start.error.message}
        </Banner>
      )}
      {lost && (
        <Banner tone="caution" title="The server does not answer" className="mt-8">
          {lost.message}
        </Banner>
      )}
      {comparison !== null && !start.isPending && (
        <Outcome comparison={comparison} onStop={() => stop.mutate(comparison.id)} />
      )}
    </>
  );
}
