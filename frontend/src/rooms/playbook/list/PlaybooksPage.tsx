import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { BookOpen, FileUp, Plus } from 'lucide-react';
import { useState } from 'react';

import { Banner } from '@/ui/Banner';
import { Button, buttonClass } from '@/ui/Button';
import { Loading } from '@/ui/Loading';
import { NotLoaded } from '@/ui/NotLoaded';
import { PageTitle } from '@/ui/PageTitle';

import type { PlaybookItem } from '../playbookApi';
import { playbooksQuery } from '../playbookQueries';
import { savedWhen } from '../when';
import { ImportWindow } from './ImportWindow';
import { NewWindow } from './NewWindow';
import { PlaybookMenu } from './PlaybookMenu';

/** Every playbook a call may use, and which one it does. */
export function PlaybooksPage() {
  const query = useQuery(playbooksQuery);
  const [adding, setAdding] = useState<'new' | 'import' | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  const close = (): void => setAdding(null);
  const playbooks = query.data ?? [];
  const onlyDemo = playbooks.length > 0 && playbooks.every(({ is_demo }) => is_demo);

  return (
    <div className="mx-auto max-w-4xl px-4 pt-6 pb-16 sm:px-6 lg:pt-12">
      <div className="flex flex-wrap items-center justify-between gap-4">
        <PageTitle>Playbooks</PageTitle>
        <div className="flex gap-2">
          <Button icon={<FileUp aria-hidden />} onClick={() => setAdding('import')}>
            Import
          </Button>
          <Button tone="primary" icon={<Plus aria-hidden />} onClick={() => setAdding('new')}>
            New playbook
          </Button>
        </div>
      </div>
      <p className="text-ink-soft mt-2 text-lg">What the coach knows, and the words it offers.</p>
      {trouble !== null && (
        <Banner tone="alarm" title="That did not work" className="mt-6">
          {trouble}
        </Banner>
      )}
      {query.isPending ? (
        <Loading label="Loading the playbooks" row="h-20" className="mt-10" />
      ) : query.isError && playbooks.length === 0 ? (
        <NotLoaded
          title="The playbooks could not be loaded"
          error={query.error}
          onRetry={() => void query.refetch()}
        />
      ) : (
        <ul className="mt-8">
          {playbooks.map((playbook) => (
            <PlaybookRow key={playbook.id} playbook={playbook} onTrouble={setTrouble} />
          ))}
        </ul>
      )}
      {onlyDemo && (
        <div className="bg-sheet shadow-sheet mt-8 flex flex-wrap items-center gap-x-8 gap-y-4 rounded-3xl p-6 sm:p-7">
          <BookOpen aria-hidden className="text-accent size-7 stroke-[1.5]" />
          <div className="min-w-0 flex-1 basis-72">
            <h2 className="text-ink text-lg font-semibold">Make it about your product</h2>
            <p className="text-ink-soft mt-0.5 text-base">
              A few answers, and the cards speak of what you sell. It takes about three minutes.
            </p>
          </div>
          <Link to="/playbooks/first-run" className={buttonClass('primary')}>
            Set up yours
          </Link>
        </div>
      )}
      <ImportWindow open={adding === 'import'} onClose={close} />
      <NewWindow open={adding === 'new'} onClose={close} />
    </div>
  );
}

const ORIGINS: Record<PlaybookItem['origin'], string | null> = {
  own: null,
  file: 'From a file',
  demo: 'Example',
};

interface PlaybookRowProps {
  playbook: PlaybookItem;
  onTrouble: (message: string | null) => void;
}

function PlaybookRow({ playbook, onTrouble }: PlaybookRowProps) {
  const { id, name, product, version, updated_at, scripts, triggers, is_default } = playbook;
  const origin = ORIGINS[playbook.origin];
  return (
    <li className="hover:bg-sunken/70 relative -mx-4 flex items-center gap-4 rounded-2xl px-4 py-4 transition-colors">
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <Link
            to="/playbooks/$playbookId"
            params={{ playbookId: id }}
            className="text-ink text-lg font-semibold before:absolute before:inset-0 before:rounded-2xl"
          >
            {name}
          </Link>
          {is_default && (
            <span className="bg-accent-soft text-accent rounded-full px-2.5 py-0.5 text-sm font-semibold">
              Used in calls
            </span>
          )}
          {origin !== null && (
            <span className="bg-sunken text-ink-soft rounded-full px-2.5 py-0.5 text-sm font-medium">
              {origin}
            </span>
          )}
        </p>
        <p className="figures text-ink-soft mt-1 flex flex-wrap gap-x-5 text-base">
          <span>{product}</span>
          <span className="text-ink-faint">
            {scripts} scripts, {triggers} triggers
          </span>
        </p>
      </div>
      <span className="figures text-ink-faint shrink-0 text-right text-sm max-sm:hidden">
        {updated_at !== null && (
          <>
            Version {version}
            <br />
            {savedWhen(updated_at)}
          </>
        )}
      </span>
      <PlaybookMenu playbook={playbook} onTrouble={onTrouble} />
    </li>
  );
}
