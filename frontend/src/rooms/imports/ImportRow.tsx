import { Link } from '@tanstack/react-router';
import { Check, CircleAlert, Clock, FileText, FileVolume, Pencil, RotateCw, X } from 'lucide-react';
import { useState } from 'react';

import { buttonClass } from '@/ui/Button';
import { cx } from '@/ui/cx';
import { IconButton } from '@/ui/IconButton';
import { guessedDate } from '@/ui/words';

import { DetailsWindow } from './DetailsWindow';
import { isOver, useCancelImport, useForgetImport, useRetryImport } from './importQueries';
import type { Import } from './importsApi';
import { fileText, momentText, stateText } from './importWords';
import { Progress } from './Progress';
import { SpeakerChoice } from './SpeakerChoice';

const TELLABLE: ReadonlySet<Import['state']> = new Set([
  'uploading',
  'looking',
  'asking',
  'queued',
]);
const IN_HISTORY: ReadonlySet<Import['state']> = new Set(['reviewing', 'done']);

/** A file at the server: what it is, where it stands, and what can be done with it. */
export function ImportRow({ job }: { job: Import }) {
  const [telling, setTelling] = useState(false);
  const cancel = useCancelImport();
  const retry = useRetryImport();
  const forget = useForgetImport();
  const failed = cancel.error ?? retry.error ?? forget.error;
  const guess = guessedDate(job.dated_by);
  const about = [job.customer, job.company].filter(Boolean).join(', ');
  return (
    <li className="py-4">
      <div className="flex items-start gap-4">
        <StateIcon job={job} />
        <div className="min-w-0 flex-1">
          <p className="flex flex-wrap items-baseline gap-x-2.5">
            <span className="text-ink truncate text-base font-semibold">{job.name}</span>
            <span className="text-ink-faint text-sm">{fileText(job)}</span>
          </p>
          {about !== '' && <p className="text-ink-soft text-base">{about}</p>}
          {TELLABLE.has(job.state) && job.began_at !== null && (
            <p className="text-ink-soft text-base">
              {momentText(job.began_at)}
              {guess !== null && <span className="text-caution"> {guess}</span>}
            </p>
          )}
          <p
            role={job.state === 'failed' ? 'alert' : undefined}
            className={cx('text-base', job.state === 'failed' ? 'text-alarm' : 'text-ink-soft')}
          >
            {stateText(job)}
          </p>
          {job.state === 'working' && (
            <Progress label={`${job.name}: import`} share={job.progress} resting={job.resting} />
          )}
          {failed !== null && (
            <p role="alert" className="text-alarm mt-1 text-sm">
              {failed.message}
            </p>
          )}
        </div>
        <div className="flex shrink-0 items-center gap-1">
          {job.call_id !== null && (
            <Link
              to="/calls/$callId"
              params={{ callId: job.call_id }}
              aria-label={`Open the call: ${job.name}`}
              className={buttonClass('secondary', 'sm')}
            >
              Open the call
            </Link>
          )}
          {TELLABLE.has(job.state) && (
            <IconButton
              size="sm"
              label={`Customer, date and tags: ${job.name}`}
              icon={<Pencil aria-hidden />}
              onClick={() => setTelling(true)}
            />
          )}
          {job.can_try_again && (
            <IconButton
              size="sm"
              label={`Try again: ${job.name}`}
              icon={<RotateCw aria-hidden />}
              onClick={() => retry.mutate(job.id)}
            />
          )}
          {isOver(job) ? (
            <IconButton
              size="sm"
              label={`Take off the list: ${job.name}`}
              icon={<X aria-hidden />}
              onClick={() => forget.mutate(job.id)}
            />
          ) : (
            !IN_HISTORY.has(job.state) && (
              <IconButton
                size="sm"
                label={`Call off: ${job.name}`}
                icon={<X aria-hidden />}
                onClick={() => cancel.mutate(job.id)}
              />
            )
          )}
        </div>
      </div>
      {job.state === 'asking' && <SpeakerChoice job={job} />}
      {telling && <DetailsWindow job={job} onClose={() => setTelling(false)} />}
    </li>
  );
}

function StateIcon({ job }: { job: Import }) {
  const Icon = IN_HISTORY.has(job.state)
    ? Check
    : job.state === 'failed'
      ? CircleAlert
      : job.state === 'queued' || job.resting
        ? Clock
        : job.kind === 'recording'
          ? FileVolume
          : FileText;
  return (
    <Icon
      aria-hidden
      className={cx(
        'mt-0.5 size-5 shrink-0 stroke-[1.75]',
        IN_HISTORY.has(job.state)
          ? 'text-accent'
          : job.state === 'failed'
            ? 'text-alarm'
            : 'text-ink-faint',
      )}
    />
  );
}
