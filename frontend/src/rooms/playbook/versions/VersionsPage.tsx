import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Equal } from 'lucide-react';

import { BackLink } from '@/ui/BackLink';
import { Banner } from '@/ui/Banner';
import { Button } from '@/ui/Button';
import { Loading } from '@/ui/Loading';
import { NotLoaded } from '@/ui/NotLoaded';
import { PageTitle } from '@/ui/PageTitle';
import { Segments } from '@/ui/Segments';
import { useStore } from '@/lib/store';

import { baseOf } from '../draft/editings';
import { useShell } from '../editor/shell';
import type { VersionItem } from '../playbookApi';
import { changesQuery, useRestore, versionsQuery } from '../playbookQueries';
import { ChangeList } from './ChangeList';
import { VersionList } from './VersionList';

/** Every version that was ever saved: what changed in it, and the way back to it. */
export function VersionsPage() {
  const { detail } = useShell();
  const query = useQuery(versionsQuery(detail.id));
  return (
    <div className="mx-auto max-w-6xl px-4 pt-6 pb-20 sm:px-6 lg:pt-10">
      <BackLink to="/playbooks/$playbookId" params={{ playbookId: detail.id }}>
        {detail.name}
      </BackLink>
      <PageTitle className="mt-3">Versions</PageTitle>
      {query.isPending ? (
        <Loading label="Loading the versions" row="h-14 max-w-72" className="mt-8" />
      ) : query.isError ? (
        <NotLoaded
          title="The versions could not be loaded"
          error={query.error}
          onRetry={() => void query.refetch()}
        />
      ) : (
        <Loaded versions={query.data} />
      )}
    </div>
  );
}

function Loaded({ versions }: { versions: readonly VersionItem[] }) {
  const { detail } = useShell();
  const search = useSearch({ from: '/playbooks/$playbookId/versions' });
  const navigate = useNavigate();
  const current = versions.find(({ is_current }) => is_current)?.version ?? detail.version;
  const chosen = versions.find(({ version }) => version === search.version) ?? versions[0];
  if (chosen === undefined) return null;
  const before = versions.find(({ version }) => version < chosen.version)?.version ?? null;
  const from = search.from ?? before;
  const go = (version: number, base?: number): void =>
    void navigate({
      to: '/playbooks/$playbookId/versions',
      params: { playbookId: detail.id },
      search: { version, ...(base !== undefined && { from: base }) },
      replace: true,
    });

  return (
    <div className="mt-8 grid gap-x-14 gap-y-10 lg:grid-cols-[280px_minmax(0,1fr)]">
      <VersionList versions={versions} chosen={chosen.version} onChoose={(each) => go(each)} />
      <section aria-labelledby="version-name" className="min-w-0">
        <div className="flex flex-wrap items-center justify-between gap-3">
          <h2
            id="version-name"
            className="figures text-ink text-2xl font-semibold tracking-[-0.01em]"
          >
            Version {chosen.version}
          </h2>
          {chosen.version !== current && !detail.read_only && (
            <Restore version={chosen.version} onDone={(version) => go(version)} />
          )}
        </div>
        {chosen.note !== null && <p className="text-ink-soft mt-1 text-lg">{chosen.note}</p>}
        {chosen.version !== current && before !== null && (
          <Segments
            label="Compared with"
            className="mt-5"
            value={from === current ? 'current' : 'before'}
            onChange={(value) => go(chosen.version, value === 'current' ? current : before)}
            options={[
              { value: 'before', label: 'What it changed' },
              { value: 'current', label: 'Against the current one' },
            ]}
          />
        )}
        <div className="mt-6">
          {from === null || from === chosen.version ? (
            <p className="text-ink-faint text-base">This is where it began.</p>
          ) : (
            <Changes id={detail.id} from={from} to={chosen.version} />
          )}
        </div>
      </section>
    </div>
  );
}

function Changes({ id, from, to }: { id: string; from: number; to: number }) {
  const query = useQuery(changesQuery(id, from, to));
  if (query.isPending) {
    return <Loading label="Comparing" row="h-20" rows={2} />;
  }
  if (query.isError) {
    return (
      <Banner
        tone="alarm"
        title="They could not be compared"
        action={
          <Button size="sm" onClick={() => void query.refetch()}>
            Try again
          </Button>
        }
      >
        {query.error.message}
      </Banner>
    );
  }
  if (query.data.length === 0) {
    return (
      <p className="text-ink-soft flex items-center gap-2 text-base">
        <Equal aria-hidden className="text-ink-faint size-4" />
        Versions {from} and {to} say the same.
      </p>
    );
  }
  return (
    <>
      <p className="figures text-ink-faint mb-4 text-sm">
        From version {from} to version {to}
      </p>
      <ChangeList changes={query.data} />
    </>
  );
}

interface RestoreProps {
  version: number;
  /** Gets the number of the new version. */
  onDone: (version: number) => void;
}

/** Nothing is lost by it: the current version stays in the list. Unsaved changes would be. */
function Restore({ version, onDone }: RestoreProps) {
  const { detail, editing } = useShell();
  const { changed } = useStore(editing.store);
  const restore = useRestore(detail.id);
  return (
    <div className="flex flex-wrap items-center gap-3">
      {changed && <span className="text-ink-faint text-sm">Save or undo your changes first.</span>}
      {restore.isError && (
        <span role="alert" className="text-alarm text-sm">
          {restore.error.message}
        </span>
      )}
      <Button
        busy={restore.isPending}
        disabled={changed}
        onClick={() =>
          restore.mutate(version, {
            onSuccess: (restored) => {
              editing.reset(baseOf(restored));
              onDone(restored.version);
            },
          })
        }
      >
        Restore this version
      </Button>
    </div>
  );
}
