import { useNavigate } from '@tanstack/react-router';
import { FileUp } from 'lucide-react';
import { useRef, useState, type DragEvent } from 'react';

import { Banner } from '@/ui/Banner';
import { Button } from '@/ui/Button';
import { cx } from '@/ui/cx';
import { Window } from '@/ui/Window';
import { ApiError, type FieldProblem } from '@/wire/api';

import { sentence } from '../editor/TextField';
import { useImport } from '../playbookQueries';

const SHOWN = 20;

interface ImportWindowProps {
  open: boolean;
  onClose: () => void;
}

/** A playbook out of a YAML file; what is wrong with it is shown line by line. */
export function ImportWindow({ open, onClose }: ImportWindowProps) {
  return (
    <Window
      open={open}
      onOpenChange={(next) => !next && onClose()}
      title="Import a playbook"
      description="A YAML file, as the export writes it."
      className="max-w-xl"
    >
      <ImportForm onClose={onClose} />
    </Window>
  );
}

function ImportForm({ onClose }: { onClose: () => void }) {
  const picker = useRef<HTMLInputElement>(null);
  const [file, setFile] = useState<{ name: string; text: string } | null>(null);
  const [over, setOver] = useState(false);
  const load = useImport();
  const navigate = useNavigate();

  const take = async (taken: File | undefined): Promise<void> => {
    if (taken === undefined) return;
    const text = await taken.text();
    setFile({ name: taken.name, text });
    load.mutate(text, {
      onSuccess: ({ id }) => {
        onClose();
        void navigate({ to: '/playbooks/$playbookId', params: { playbookId: id } });
      },
    });
  };
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    void take(event.dataTransfer.files[0]);
  };
  const problems = load.error instanceof ApiError ? load.error.problems : [];

  return (
    <>
      <div
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
        className={cx(
          'flex flex-col items-center gap-3 rounded-2xl border border-dashed px-6 py-8 text-center transition-colors',
          over ? 'border-accent bg-accent-soft' : 'border-edge',
        )}
      >
        <Button
          icon={<FileUp aria-hidden />}
          busy={load.isPending}
          onClick={() => picker.current?.click()}
        >
          {file === null ? 'Choose a file' : 'Choose it again'}
        </Button>
        <p className="text-ink-faint text-sm">{file === null ? 'or drop it here' : file.name}</p>
        <input
          ref={picker}
          type="file"
          aria-label="Playbook file"
          accept=".yaml,.yml,application/yaml,text/yaml"
          className="sr-only"
          tabIndex={-1}
          onChange={(event) => {
            void take(event.target.files?.[0]);
            // The same file, mended, can be chosen again.
            event.target.value = '';
          }}
        />
      </div>
      {load.isError && problems.length === 0 && (
        <Banner tone="alarm" title="It could not be imported" className="mt-5">
          {load.error.message}
        </Banner>
      )}
      {problems.length > 0 && file !== null && (
        <FileProblems problems={problems} lines={file.text.split(/\r?\n/)} />
      )}
    </>
  );
}

interface FileProblemsProps {
  problems: readonly FieldProblem[];
  lines: readonly string[];
}

/** What is wrong with the file: the line, what stands there, and the mend. */
function FileProblems({ problems, lines }: FileProblemsProps) {
  const count = problems.length === 1 ? 'One thing' : `${problems.length} things`;
  return (
    <div role="alert" className="mt-5">
      <p className="text-alarm text-base font-semibold">{count} to mend in the file</p>
      <ul className="border-line mt-2 divide-y divide-(--line) border-y">
        {problems.slice(0, SHOWN).map(({ line, path, message }) => {
          const text = line == null ? '' : (lines[line - 1] ?? '').trim();
          return (
            <li key={`${line ?? ''} ${path} ${message}`} className="flex gap-4 py-2.5">
              <span className="figures text-ink-faint w-16 shrink-0 text-sm leading-[1.4375rem]">
                {line != null && `Line ${line}`}
              </span>
              <span className="min-w-0">
                <span className="text-ink block text-base">
                  {path !== '' && <span className="font-semibold">{path}: </span>}
                  {path === '' ? sentence(message) : message}
                </span>
                {text !== '' && (
                  <code className="text-ink-faint mt-0.5 block truncate font-mono text-xs">
                    {text}
                  </code>
                )}
              </span>
            </li>
          );
        })}
      </ul>
      {problems.length > SHOWN && (
        <p className="text-ink-faint mt-2 text-sm">and {problems.length - SHOWN} more</p>
      )}
    </div>
  );
}
