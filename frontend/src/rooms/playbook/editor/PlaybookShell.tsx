import { useQuery } from '@tanstack/react-query';
import { Link, Outlet, useParams } from '@tanstack/react-router';
import { BookX, CloudAlert } from 'lucide-react';
import { useMemo } from 'react';

import { Button, buttonClass } from '@/ui/Button';
import { Empty } from '@/ui/Empty';
import { Skeleton } from '@/ui/Skeleton';
import { ApiError } from '@/wire/api';

import { editingOf } from '../draft/editings';
import type { PlaybookDetail } from '../playbookApi';
import { playbookQuery } from '../playbookQueries';
import { LeaveGuard } from './LeaveGuard';
import { ShellContext } from './shell';
import { useSaving } from './useSaving';

/** The route of one playbook: it is loaded, kept while its views change, and not left unsaved. */
export function PlaybookShell() {
  const { playbookId } = useParams({ from: '/playbooks/$playbookId' });
  const query = useQuery(playbookQuery(playbookId));

  if (query.data !== undefined) return <Opened key={playbookId} detail={query.data} />;
  if (query.isPending) return <Loading />;
  const gone = query.error instanceof ApiError && query.error.status === 404;
  return (
    <Empty
      icon={gone ? <BookX /> : <CloudAlert />}
      level={1}
      title={gone ? 'There is no such playbook' : 'This playbook could not be opened'}
      action={
        <>
          {!gone && (
            <Button tone="primary" onClick={() => void query.refetch()}>
              Try again
            </Button>
          )}
          <Link to="/playbooks" className={buttonClass('secondary')}>
            To the playbooks
          </Link>
        </>
      }
    >
      {gone ? 'It may have been deleted.' : query.error.message}
    </Empty>
  );
}

function Opened({ detail }: { detail: PlaybookDetail }) {
  const editing = editingOf(detail);
  const saving = useSaving(detail.id, editing);
  const shell = useMemo(() => ({ detail, editing, saving }), [detail, editing, saving]);
  return (
    <ShellContext value={shell}>
      <Outlet />
      <LeaveGuard />
    </ShellContext>
  );
}

function Loading() {
  return (
    <div role="status" aria-label="Loading the playbook" className="px-6 pt-4">
      <Skeleton className="h-9 w-80" />
      <div className="mt-8 grid gap-10 lg:grid-cols-[180px_minmax(0,1fr)_340px]">
        <div className="grid content-start gap-3 max-lg:hidden">
          {Array.from({ length: 8 }, (_, row) => (
            <Skeleton key={row} className="h-7" />
          ))}
        </div>
        <div className="grid content-start gap-4">
          <Skeleton className="h-9 w-56" />
          {Array.from({ length: 6 }, (_, row) => (
            <Skeleton key={row} className="h-12" />
          ))}
        </div>
        <Skeleton className="h-40 max-lg:hidden" />
      </div>
    </div>
  );
}
