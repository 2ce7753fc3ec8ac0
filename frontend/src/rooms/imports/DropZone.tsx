import { FileAudio2 } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';

import { Button } from '@/ui/Button';
import { cx } from '@/ui/cx';

import { ACCEPTED } from './importWords';

interface DropZoneProps {
  mostMb: number | null;
  onFiles: (files: readonly File[]) => void;
}

/** Files are dropped anywhere on the page, or chosen. */
export function DropZone({ mostMb, onFiles }: DropZoneProps) {
  const [over, setOver] = useState(false);
  const chooser = useRef<HTMLInputElement>(null);
  const take = useRef(onFiles);
  useEffect(() => {
    take.current = onFiles;
  });

  useEffect(() => {
    let within = 0;
    const holdsFiles = (event: DragEvent): boolean =>
      event.dataTransfer?.types.includes('Files') ?? false;
    const enter = (event: DragEvent): void => {
      if (!holdsFiles(event)) return;
      within += 1;
      setOver(true);
    };
    const leave = (event: DragEvent): void => {
      if (!holdsFiles(event)) return;
      within = Math.max(0, within - 1);
      if (within === 0) setOver(false);
    };
    // A file that is dropped beside would replace the page.
    const hold = (event: DragEvent): void => {
      if (holdsFiles(event)) event.preventDefault();
    };
    const drop = (event: DragEvent): void => {
      if (!holdsFiles(event)) return;
      event.preventDefault();
      within = 0;
      setOver(false);
      take.current(filesOf(event.dataTransfer));
    };
    window.addEventListener('dragenter', enter);
    window.addEventListener('dragleave', leave);
    window.addEventListener('dragover', hold);
    window.addEventListener('drop', drop);
    return () => {
      window.removeEventListener('dragenter', enter);
      window.removeEventListener('dragleave', leave);
      window.removeEventListener('dragover', hold);
      window.removeEventListener('drop', drop);
    };
  }, []);

  return (
    <div
      className={cx(
        'flex flex-col items-center rounded-2xl border-[1.5px] border-dashed px-6 py-10 text-center transition-colors',
        over ? 'border-accent bg-accent-soft' : 'border-edge/60 bg-sheet',
      )}
    >
      <FileAudio2 aria-hidden className="text-ink-faint size-8 stroke-[1.5]" />
      <p className="text-ink mt-4 text-lg font-semibold">
        {over ? 'Let go to import' : 'Drop recordings or transcripts here'}
      </p>
      <p className="text-ink-soft mt-1 max-w-lg text-base text-balance">
        Recordings up to 4 hours, sound or video. Transcripts of Zoom, Teams, Deepgram or
        AssemblyAI, captions, or plain lines with names.
        {mostMb !== null &&
          ` Up to ${mostMb >= 1000 ? `${mostMb / 1000} GB` : `${mostMb} MB`} each.`}
      </p>
      <Button tone="primary" className="mt-5" onClick={() => chooser.current?.click()}>
        Choose files
      </Button>
      <input
        ref={chooser}
        type="file"
        multiple
        hidden
        accept={ACCEPTED}
        aria-label="Files to import"
        onChange={(event) => {
          onFiles([...(event.target.files ?? [])]);
          event.target.value = '';
        }}
      />
    </div>
  );
}

/** Folders are left out: the browser hands them over as files that cannot be read. */
function filesOf(given: DataTransfer | null): File[] {
  return [...(given?.items ?? [])]
    .filter((item) => item.kind === 'file' && item.webkitGetAsEntry()?.isDirectory !== true)
    .map((item) => item.getAsFile())
    .filter((file) => file !== null);
}
