import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { MessagesSquare, Trash2 } from 'lucide-react';
import { lazy, Suspense, useMemo, useState } from 'react';

import { BackLink } from '@/ui/BackLink';
import { Button } from '@/ui/Button';
import { Empty } from '@/ui/Empty';
import { PageTitle } from '@/ui/PageTitle';
import { Segments } from '@/ui/Segments';
import { Skeleton } from '@/ui/Skeleton';
import { spell } from '@/ui/time';

import { CallNotOpened } from './CallNotOpened';
import { callQuery, eventsQuery, turnsQuery } from './callQueries';
import { CallOutline } from './CallOutline';
import { CallCustomer } from './edits/CallCustomer';
import { CallDate } from './edits/CallDate';
import { Edits } from './edits/Edits';
import { EntryView } from './EntryView';
import { Deleting } from './erasure/Deleting';
import { KeepCall } from './KeepCall';
import { HasTimes } from './momentTimes';
import { maskedTexts } from './masked';
import { NotReadAgain } from './NotReadAgain';
import { Playback } from './playback/Playback';
import { soundQuery } from './playback/soundApi';
import { SoundKept } from './playback/SoundKept';
import { analysisQuery } from './review/reviewQueries';
import { reviewLabel } from './review/words';
import { StillOpen } from './StillOpen';
import { timeline } from './timeline';
import { showEntry } from './playback/showEntry';
import { useMoment } from './useMoment';

const ReviewView = lazy(async () => {
  const { ReviewView: component } = await import('./review/ReviewView');
  return { default: component };
});

const BACK = <BackLink to="/calls">History</BackLink>;

/** A past call: what was said, what was advised, what was marked. */
export function CallPage() {
  const { callId } = useParams({ from: '/calls/$callId' });
  const { view } = useSearch({ from: '/calls/$callId' });
  const call = useQuery(callQuery(callId));
  const turns = useInfiniteQuery(turnsQuery(callId));
  const events = useQuery(eventsQuery(callId));
  const sound = useQuery(soundQuery(callId));
  const [asking, setAsking] = useState(false);
  const navigate = useNavigate();
  const pages = turns.data?.pages;
  const log = events.data;
  const ended = call.data?.status === 'ended';
  const analysis = useQuery({ ...analysisQuery(callId), enabled: ended });
  const steps = analysis.data?.status === 'ready' ? analysis.data.next_steps : null;
  const entries = useMemo(() => {
    // Pages come newest first, the turns of a page in their order.
    const all = [...(pages ?? [])].reverse().flatMap((page) => page.turns);
    return timeline(all, log ?? [], steps);
  }, [pages, log, steps]);

  const said = pages?.flatMap((page) => page.turns) ?? [];
  const sides = said.length === 0 || said.some(({ speaker }) => speaker !== 'unknown');
  const reviewed = view === 'review';
  const show = (next: { view?: 'review'; turn?: string }): void => {
    void navigate({ to: '/calls/$callId', params: { callId }, search: next, resetScroll: false });
  };
  const moment = useMoment(turns, pages);
  const failed = call.error ?? turns.error ?? events.error;
  const again = (): void => {
    void call.refetch();
    void turns.refetch();
    void events.refetch();
  };
  // The map stands above the transcript: what it is made of comes first, or the lines would jump.
  const mapIsKnown = !sound.isPending && !(ended && analysis.isPending);
  const read = call.data !== undefined && pages !== undefined && log !== undefined;
  const loaded = read && mapIsKnown;
  if (failed !== null && !read) {
    return (
      <div className="mx-auto max-w-6xl px-4 pt-6 sm:px-6 lg:pt-12">
        {BACK}
        <CallNotOpened error={failed} onRetry={again} />
      </div>
    );
  }
  if (!loaded) {
    return (
      <div
        role="status"
        aria-label="Loading the call"
        className="mx-auto max-w-6xl space-y-4 px-4 pt-6 sm:px-6 lg:pt-12"
      >
        <Skeleton className="h-6 w-24" />
        <Skeleton className="h-10 w-80" />
        <Skeleton className="mt-10 h-16 max-w-2xl" />
        <Skeleton className="h-16 max-w-2xl" />
        <Skeleton className="h-16 max-w-2xl" />
      </div>
    );
  }

  const { customer, duration_ms, turn_count, status, demo, imported_from } = call.data;
  // A player goes with the page as it is read; a map without sound stays where it stands.
  const docked = sound.data?.state === 'kept';
  const playback = ended && duration_ms !== null && entries.length > 0 && (
    <Playback
      callId={callId}
      durationMs={duration_ms}
      customer={customer?.name ?? null}
      entries={entries}
      events={log}
      hasEarlier={turns.hasNextPage}
      moment={moment}
      onShow={(key) => showEntry(key, () => show({}))}
    />
  );
  return (
    <HasTimes value={duration_ms !== null}>
      <div className="mx-auto max-w-6xl px-4 pt-6 pb-20 sm:px-6 lg:pt-10">
        {BACK}
        <div className="mt-4 flex flex-wrap items-start justify-between gap-4">
          <div className="min-w-0 flex-1 basis-80">
            <PageTitle>{call.data.title}</PageTitle>
            <p className="figures text-ink-soft mt-1.5 flex flex-wrap gap-x-5 gap-y-1 text-base">
              <CallCustomer call={call.data} />
              <CallDate call={call.data} events={log} />
              {demo && <span>Demo</span>}
              {imported_from != null && customer != null && <span>Imported: {imported_from}</span>}
              <span>{duration_ms === null ? 'The file had no times' : spell(duration_ms)}</span>
              <span>{turn_count} lines</span>
              <SoundKept callId={callId} />
              {maskedTexts(log).map((text) => (
                <span key={text}>{text}</span>
              ))}
              {status === 'interrupted' && (
                <span className="text-caution font-semibold">Interrupted</span>
              )}
            </p>
          </div>
          <div className="flex flex-wrap gap-1">
            <KeepCall call={call.data} events={log} analysis={analysis.data} />
            <Button tone="quiet" icon={<Trash2 aria-hidden />} onClick={() => setAsking(true)}>
              Delete
            </Button>
          </div>
        </div>

        {failed !== null && <NotReadAgain error={failed} onRetry={again} />}
        {status !== 'ended' && <StillOpen callId={callId} />}

        {ended && entries.length > 0 && (
          <Segments
            label="View of the call"
            className="mt-6"
            value={reviewed ? 'review' : 'transcript'}
            onChange={(next) => show(next === 'review' ? { view: 'review' } : {})}
            options={[
              { value: 'transcript', label: 'Transcript' },
              { value: 'review', label: reviewLabel(analysis.data) },
            ]}
          />
        )}

        {!docked && !reviewed && playback}
        {ended && reviewed && entries.length > 0 ? (
          <Suspense fallback={<Skeleton className="mt-8 h-40 max-w-3xl" />}>
            <ReviewView
              callId={callId}
              customer={customer?.name ?? null}
              onShow={(turn) => show({ turn })}
              onPractise={(turn) =>
                void navigate({ to: '/practice', search: { call: callId, turn } })
              }
            />
          </Suspense>
        ) : entries.length === 0 ? (
          <Empty icon={<MessagesSquare />} title="Nothing was said">
            The call ended before the first words.
          </Empty>
        ) : (
          <div className="mt-6 grid gap-x-16 lg:grid-cols-[minmax(0,1fr)_280px]">
            <section
              id="transcript"
              aria-label="Transcript"
              data-playable={sound.data?.state === 'kept' || undefined}
              className="[&_[data-heard]]:bg-accent-soft max-w-3xl min-w-0 data-playable:cursor-pointer [&_[data-heard]]:shadow-[-8px_0_var(--accent-soft),8px_0_var(--accent-soft)]"
            >
              {turns.hasNextPage && (
                <Button
                  size="sm"
                  busy={turns.isFetchingNextPage}
                  onClick={() => void turns.fetchNextPage()}
                >
                  Show what came before
                </Button>
              )}
              <Edits callId={callId} ended={ended} sides={sides} docked={docked}>
                {entries.map((entry) => (
                  <div
                    key={entry.key}
                    id={entry.key}
                    tabIndex={entry.key === moment ? -1 : undefined}
                    data-shown={entry.key === moment || undefined}
                    className="data-shown:bg-accent-soft scroll-mt-6 rounded-xl outline-none [contain-intrinsic-size:auto_64px] [content-visibility:auto] data-shown:-mb-2 data-shown:pb-2 data-shown:shadow-[-8px_0_0_var(--accent-soft),8px_0_0_var(--accent-soft)]"
                  >
                    <EntryView entry={entry} customer={customer?.name ?? null} />
                  </div>
                ))}
              </Edits>
            </section>
            <CallOutline entries={entries} events={log} customer={customer?.name ?? null} />
          </div>
        )}
        {docked && playback}
        <Deleting call={call.data} open={asking} onClose={() => setAsking(false)} />
      </div>
    </HasTimes>
  );
}
