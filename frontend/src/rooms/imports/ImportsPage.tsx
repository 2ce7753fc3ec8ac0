import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';

import { useStore } from '@/lib/store';
import { BackLink } from '@/ui/BackLink';
import { Loading } from '@/ui/Loading';
import { NotLoaded } from '@/ui/NotLoaded';
import { PageTitle } from '@/ui/PageTitle';
import { Segments } from '@/ui/Segments';

import { DropZone } from './DropZone';
import { ImportRow } from './ImportRow';
import { importsQuery } from './importQueries';
import type { Agreement } from './importsApi';
import { AGREEMENTS, agreed, firstWishes, type Side } from './importWords';
import { uploader } from './uploader';
import { UploadRow } from './UploadRow';

const SIDES = [
  { value: 'left', label: 'Left' },
  { value: 'right', label: 'Right' },
] as const;

/** Calls that took place elsewhere, brought into the history. */
export function ImportsPage() {
  const query = useQuery(importsQuery);
  const client = useQueryClient();
  const uploads = useStore(uploader.uploads);
  const [side, setSide] = useState<Side>('left');
  const [chosen, setChosen] = useState<Agreement | null>(null);
  const agreement = chosen ?? query.data?.agreement ?? 'unknown';
  const jobs = query.data?.imports ?? [];
  const sending = new Set(uploads.map(({ importId }) => importId));
  const rest = jobs.filter(({ id }) => !sending.has(id));

  useEffect(() => {
    uploader.onChange = () => void client.invalidateQueries({ queryKey: ['imports'] });
    return () => {
      uploader.onChange = () => undefined;
    };
  }, [client]);

  // What has arrived meanwhile is in the history already.
  const arrived = jobs.filter(({ state }) => state === 'reviewing' || state === 'done').length;
  useEffect(() => {
    void client.invalidateQueries({ queryKey: ['calls'] });
  }, [client, arrived]);

  const take = (files: readonly File[]): void => {
    for (const file of files) {
      const begun = jobs.find(
        ({ id, state, name, size }) =>
          state === 'uploading' && !sending.has(id) && name === file.name && size === file.size,
      );
      uploader.add(
        file,
        firstWishes(file.name, side, agreement),
        begun ? { id: begun.id, agreed: chosen && agreed(chosen) } : null,
      );
    }
  };

  return (
    <div className="mx-auto max-w-3xl px-4 pt-6 pb-16 sm:px-6 lg:pt-12">
      <BackLink to="/calls">History</BackLink>
      <PageTitle className="mt-3">Import calls</PageTitle>
      <div className="mt-6">
        <DropZone mostMb={query.data?.most_mb ?? null} onFiles={take} />
      </div>
      <div className="mt-4 flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
        <p className="text-ink-soft text-base">
          In recordings with a side each, the salesperson is
        </p>
        <Segments
          label="Side of the salesperson"
          value={side}
          onChange={setSide}
          options={SIDES}
          className="w-44"
        />
      </div>
      <div className="mt-3 flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
        <p className="text-ink-soft text-base">
          The customers agreed to
          <span className="text-ink-faint block text-sm">
            {AGREEMENTS.find(({ value }) => value === agreement)?.hint}
          </span>
        </p>
        <Segments
          label="What the customers agreed to"
          value={agreement}
          onChange={setChosen}
          options={AGREEMENTS}
        />
      </div>
      {query.isPending ? (
        <Loading label="Loading the imports" row="h-14" rows={3} className="mt-10" />
      ) : query.isError && jobs.length === 0 && uploads.length === 0 ? (
        <NotLoaded
          title="The imports could not be loaded"
          error={query.error}
          onRetry={() => void query.refetch()}
        />
      ) : (
        <ul aria-label="Imports" className="divide-line mt-8 divide-y">
          {uploads.map((upload) => (
            <UploadRow key={`upload ${upload.key}`} upload={upload} />
          ))}
          {rest.map((job) => (
            <ImportRow key={job.id} job={job} />
          ))}
        </ul>
      )}
    </div>
  );
}
