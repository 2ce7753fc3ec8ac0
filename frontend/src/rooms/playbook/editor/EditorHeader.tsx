import { Link, useNavigate } from '@tanstack/react-router';
import { ArrowLeft, History, Redo2, Search, Undo2 } from 'lucide-react';
import { memo, useState } from 'react';

import { Banner } from '@/ui/Banner';
import { Button } from '@/ui/Button';
import { Field } from '@/ui/Field';
import { IconButton } from '@/ui/IconButton';
import { Window } from '@/ui/Window';

import { controlId } from '../draft/address';
import { PlaybookMenu } from '../list/PlaybookMenu';
import { useEditor, useProblem } from './context';
import { useShell } from './shell';

const NAME = { key: 'playbook', field: 'name' };

interface EditorHeaderProps {
  name: string;
  version: number;
  changed: boolean;
  canUndo: boolean;
  canRedo: boolean;
  onSearch: () => void;
  onUndo: () => void;
  onRedo: () => void;
}

/** The playbook's name, how it stands with the server, and what can be done with all of it. */
export const EditorHeader = memo(function EditorHeader(props: EditorHeaderProps) {
  const { name, version, changed, canUndo, canRedo, onSearch, onUndo, onRedo } = props;
  const { detail, saving } = useShell();
  const { editing, readOnly } = useEditor();
  const [trouble, setTrouble] = useState<string | null>(null);
  const [noting, setNoting] = useState(false);
  const problem = useProblem(NAME);
  const navigate = useNavigate();

  return (
    <>
      <header className="flex shrink-0 flex-wrap items-center gap-x-2 gap-y-1 px-4 pb-3 sm:px-6">
        <Link
          to="/playbooks"
          aria-label="Back to the playbooks"
          className="text-ink-soft hover:bg-sunken hover:text-ink -ml-2 flex size-9 items-center justify-center rounded-[10px]"
        >
          <ArrowLeft aria-hidden className="size-[18px]" />
        </Link>
        <h1 className="sr-only">{name}</h1>
        <input
          id={controlId(NAME)}
          aria-label="Name of the playbook"
          aria-invalid={problem !== undefined || undefined}
          title={name}
          readOnly={readOnly}
          autoComplete="off"
          value={name}
          onChange={(event) => editing.set('playbook', { name: event.target.value }, true)}
          className="text-ink hover:not-read-only:bg-sunken/70 aria-invalid:text-alarm -ml-1 field-sizing-content h-9 max-w-full min-w-16 rounded-[10px] px-2 text-xl font-semibold tracking-[-0.01em] text-ellipsis max-sm:w-full sm:max-w-[26rem] xl:max-w-[36rem]"
        />
        {detail.is_default && (
          <span className="bg-accent-soft text-accent rounded-full px-2.5 py-0.5 text-sm font-semibold whitespace-nowrap">
            Used in calls
          </span>
        )}
        <div className="ml-auto flex items-center gap-1">
          <span
            role="status"
            className="text-ink-faint mr-2 text-sm whitespace-nowrap max-md:sr-only"
          >
            {readOnly ? 'Read only' : changed ? 'Unsaved changes' : 'Everything is saved'}
          </span>
          {!readOnly && (
            <>
              <IconButton
                label="Undo"
                icon={<Undo2 aria-hidden />}
                shortcut="Ctrl Z"
                disabled={!canUndo}
                onClick={onUndo}
              />
              <IconButton
                label="Redo"
                icon={<Redo2 aria-hidden />}
                shortcut="Ctrl Y"
                disabled={!canRedo}
                onClick={onRedo}
              />
            </>
          )}
          <IconButton
            label="Search this playbook"
            icon={<Search aria-hidden />}
            shortcut="Ctrl K"
            onClick={onSearch}
          />
          <IconButton
            label={`Versions, now ${version}`}
            icon={<History aria-hidden />}
            onClick={() =>
              void navigate({
                to: '/playbooks/$playbookId/versions',
                params: { playbookId: detail.id },
              })
            }
          />
          <PlaybookMenu
            playbook={detail}
            onTrouble={setTrouble}
            onDeleted={() => void navigate({ to: '/playbooks', replace: true })}
            onCompare={() =>
              void navigate({
                to: '/playbooks/$playbookId/compare',
                params: { playbookId: detail.id },
              })
            }
            {...(!readOnly && changed && { onSaveWithNote: () => setNoting(true) })}
          />
          {!readOnly && (
            <Button
              tone="primary"
              className="ml-1"
              busy={saving.busy}
              disabled={!changed}
              onClick={() => void saving.save()}
            >
              Save
            </Button>
          )}
        </div>
      </header>
      {trouble !== null && (
        <Banner tone="alarm" title="That did not work" className="mx-4 mb-3 sm:mx-6">
          {trouble}
        </Banner>
      )}
      {noting && <NoteWindow onClose={() => setNoting(false)} />}
    </>
  );
});

/** Saves with a line that says what changed and why, for the list of versions. */
function NoteWindow({ onClose }: { onClose: () => void }) {
  const { saving } = useShell();
  const [note, setNote] = useState('');
  return (
    <Window
      open
      onOpenChange={(open) => !open && onClose()}
      title="Save with a note"
      description="It stands beside this version in the list of versions."
      className="max-w-md"
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void saving.save(note).then(onClose);
        }}
      >
        <Field
          label="What changed, and why"
          autoFocus
          value={note}
          maxLength={400}
          onChange={(event) => setNote(event.target.value)}
        />
        <div className="mt-5 flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" tone="primary" busy={saving.busy}>
            Save
          </Button>
        </div>
      </form>
    </Window>
  );
}
