import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';

import { useStore } from '@/lib/store';
import { BackLink } from '@/ui/BackLink';
import { Banner } from '@/ui/Banner';
import { Loading } from '@/ui/Loading';
import { NotLoaded } from '@/ui/NotLoaded';
import { PageTitle } from '@/ui/PageTitle';

import { idsOf, toContent } from '../draft/keyed';
import { useShell } from '../editor/shell';
import { versionsQuery } from '../playbookQueries';
import { CompareForm } from './CompareForm';
import { Forgotten } from './Forgotten';
import { NothingToCompare } from './NothingToCompare';
import { Outcome } from './Outcome';
import { bodyOf, type Asked } from './asked';
import { askedIn, keepAsked } from './lastAsked';
import { isOver, spokenCallsQuery, useComparison } from './useComparison';

/** What the draft or a version would change in calls that were made: cards and ticks, call by call. */
export function ComparePage() {
  const { detail } = useShell();
  return (
    <div className="mx-auto max-w-4xl px-4 pt-6 pb-20 sm:px-6 lg:pt-10">
      <BackLink to="/playbooks/$playbookId" params={{ playbookId: detail.id }}>
        {detail.name}
      </BackLink>
      <PageTitle className="mt-3">What would change</PageTitle>
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
      <NotLoaded
        title="Your calls could not be loaded"
        error={failed.error}
        onRetry={() => void failed.refetch()}
      />
    );
  }
  if (versions.data === undefined || calls.data === undefined) {
    return <Loading label="Loading your calls" row="h-16" rows={2} className="mt-8" />;
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
  const { comparison, gone, lost, start, stop } = useComparison(detail.id, run);
  const running = comparison !== null && !isOver(comparison);

  const compare = (asked: Asked): void => {
    const { draft, ids } = editing.store.get();
    const body = bodyOf(asked, () => toContent(draft, idsOf(draft, ids)));
    start.mutate(body, {
      onSuccess: ({ id }) => {
        keepAsked(detail.id, id, asked);
        void navigate({
          to: '/playbooks/$playbookId/compare',
          params: { playbookId: detail.id },
          search: { run: id },
          replace: true,
        });
      },
    });
  };
  const before = gone && run !== undefined ? askedIn(detail.id, run) : null;

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
      {gone && !start.isPending && (
        <Forgotten {...(before !== null && { onAgain: () => compare(before) })} />
      )}
      {comparison !== null && !start.isPending && (
        <Outcome comparison={comparison} onStop={() => stop.mutate(comparison.id)} />
      )}
    </>
  );
}
