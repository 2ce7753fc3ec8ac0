import { useNavigate } from '@tanstack/react-router';
import {
  Copy,
  Ellipsis,
  FileDown,
  GitCompareArrows,
  MessageSquareText,
  PhoneCall,
  Trash2,
} from 'lucide-react';
import { useState } from 'react';

import { Banner } from '@/ui/Banner';
import { Confirm } from '@/ui/Confirm';
import { Menu } from '@/ui/Menu';

import { forgetEditing } from '../draft/editings';
import { exportUrl, type PlaybookItem } from '../playbookApi';
import { useDelete, useDuplicate, useMakeDefault } from '../playbookQueries';

interface PlaybookMenuProps {
  playbook: PlaybookItem;
  /** What could not be done, in a sentence; null when it is tried anew. */
  onTrouble: (message: string | null) => void;
  onDeleted?: () => void;
  /** Given where a draft can be saved. */
  onSaveWithNote?: () => void;
  /** Given where a draft can be held against calls that were made. */
  onCompare?: () => void;
}

/** What can be done with a playbook as a whole. */
export function PlaybookMenu(props: PlaybookMenuProps) {
  const { playbook, onTrouble, onDeleted, onSaveWithNote, onCompare } = props;
  const { id, name, is_default, origin, read_only } = playbook;
  const [asking, setAsking] = useState(false);
  const navigate = useNavigate();
  const duplicate = useDuplicate();
  const makeDefault = useMakeDefault();
  const remove = useDelete();
  const onError = (error: Error): void => onTrouble(error.message);

  return (
    <>
      <Menu
        groups={[
          [
            onSaveWithNote !== undefined && {
              label: 'Save with a note',
              icon: <MessageSquareText aria-hidden />,
              onSelect: () => {
                onSaveWithNote();
                return undefined;
              },
            },
            onCompare !== undefined && {
              label: 'What would change',
              icon: <GitCompareArrows aria-hidden />,
              onSelect: () => {
                onCompare();
                return undefined;
              },
            },
          ],
          [
            {
              label: 'Use in calls',
              icon: <PhoneCall aria-hidden />,
              disabled: is_default,
              onSelect: () => {
                onTrouble(null);
                makeDefault.mutate(id, { onError });
                return undefined;
              },
            },
            {
              label: 'Make a copy',
              icon: <Copy aria-hidden />,
              onSelect: () => {
                onTrouble(null);
                duplicate.mutate(id, {
                  onError,
                  onSuccess: (copy) =>
                    void navigate({
                      to: '/playbooks/$playbookId',
                      params: { playbookId: copy.id },
                    }),
                });
                return undefined;
              },
            },
            {
              label: 'Export as a file',
              icon: <FileDown aria-hidden />,
              onSelect: () => {
                download(exportUrl(id));
                return undefined;
              },
            },
          ],
          [
            origin === 'own' &&
              !read_only && {
                label: 'Delete',
                icon: <Trash2 aria-hidden />,
                tone: 'alarm',
                onSelect: () => {
                  setAsking(true);
                  return undefined;
                },
              },
          ],
        ]}
      >
        <button
          type="button"
          aria-label={`More: ${name}`}
          className="text-ink-soft hover:bg-sunken hover:text-ink relative z-10 flex size-9 shrink-0 cursor-pointer items-center justify-center rounded-[10px] [&_svg]:size-[18px]"
        >
          <Ellipsis aria-hidden />
        </button>
      </Menu>
      <Confirm
        open={asking}
        onOpenChange={(open) => {
          setAsking(open);
          remove.reset();
        }}
        title={`Delete “${name}”?`}
        confirm="Delete"
        busy={remove.isPending}
        onConfirm={() =>
          remove.mutate(id, {
            onSuccess: () => {
              forgetEditing(id);
              setAsking(false);
              onDeleted?.();
            },
          })
        }
      >
        {is_default
          ? 'The next call will use another of your playbooks. Calls that used this one keep what they have.'
          : 'Calls that used it keep what they have.'}
        {remove.isError && (
          <Banner tone="alarm" title="It could not be deleted" className="mt-4">
            {remove.error.message}
          </Banner>
        )}
      </Confirm>
    </>
  );
}

function download(address: string): void {
  const link = document.createElement('a');
  link.href = address;
  link.download = '';
  link.click();
}
