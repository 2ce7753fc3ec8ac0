import { Upload as UploadIcon, X } from 'lucide-react';

import { cx } from '@/ui/cx';
import { IconButton } from '@/ui/IconButton';

import { useCancelImport } from './importQueries';
import { bytesText, percent } from './importWords';
import { Progress } from './Progress';
import { uploader, type Upload } from './uploader';

/** A file of this page on its way to the server. */
export function UploadRow({ upload }: { upload: Upload }) {
  const cancel = useCancelImport();
  const { key, name, size, sent, importId, state } = upload;
  return (
    <li className="flex items-start gap-4 py-4">
      <UploadIcon aria-hidden className="text-ink-faint mt-0.5 size-5 shrink-0 stroke-[1.75]" />
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-baseline gap-x-2.5">
          <span className="text-ink truncate text-base font-semibold">{name}</span>
          <span className="text-ink-faint text-sm">{bytesText(size)}</span>
        </p>
        <p
          role={state === 'failed' ? 'alert' : undefined}
          className={cx('text-base', state === 'failed' ? 'text-alarm' : 'text-ink-soft')}
        >
          {uploadText(upload)}
        </p>
        {state !== 'failed' && state !== 'waiting' && (
          <Progress
            label={`${name}: upload`}
            share={size === 0 ? 1 : sent / size}
            resting={state === 'interrupted'}
          />
        )}
      </div>
      <IconButton
        size="sm"
        label={state === 'failed' ? `Take off the list: ${name}` : `Call off: ${name}`}
        icon={<X aria-hidden />}
        onClick={() => {
          uploader.drop(key);
          if (importId !== null) cancel.mutate(importId);
        }}
      />
    </li>
  );
}

function uploadText({ state, sent, size, message }: Upload): string {
  switch (state) {
    case 'waiting':
      return 'Waiting to be uploaded';
    case 'sending':
      return `Uploading, ${percent(size === 0 ? 1 : sent / size)}`;
    case 'interrupted':
      return 'The connection is lost. It goes on by itself.';
    case 'failed':
      return message ?? 'It could not be sent.';
  }
}
