import { ArrowDown, ArrowUp, Copy, Ellipsis, MessageSquareQuote, X } from 'lucide-react';
import { memo, type ClipboardEvent, type KeyboardEvent, type PointerEvent } from 'react';

import { cx } from '@/ui/cx';
import { Menu } from '@/ui/Menu';

import { controlId } from '../draft/address';
import type { Line, ListName } from '../draft/content';
import { newLine } from '../draft/keyed';
import { slotProblem } from '../draft/slots';
import { useEditor, useProblem } from './context';
import { Grip } from './Grip';
import { GrowingText } from './GrowingText';
import { Note } from './TextField';
import { thenFocus } from './thenFocus';

interface LineRowProps {
  line: Line;
  place: number;
  last: boolean;
  label: string;
  owner: string;
  list: ListName;
  /** The key of the line above. */
  before: string | undefined;
  /** The id of the button that adds a line: where the focus goes when no line is left. */
  addButton: string;
  canTry: boolean;
  onGrab: (event: PointerEvent) => void;
  onMove: (from: number, to: number) => void;
  onAppend: (after: string) => void;
}

const SMALL_BUTTON =
  'text-ink-faint hover:bg-sunken hover:text-ink flex size-7 shrink-0 cursor-pointer items-center justify-center rounded-md ' +
  'opacity-0 group-hover/line:opacity-100 group-focus-within/line:opacity-100 pointer-coarse:opacity-100 data-[state=open]:opacity-100 [&_svg]:size-4';

export const LineRow = memo(function LineRow(props: LineRowProps) {
  const { line, place, last, label, owner, list, before, addButton, canTry } = props;
  const { onGrab, onMove, onAppend } = props;
  const { editing, readOnly, tryLine } = useEditor();
  const address = { key: line.key, field: 'text' };
  const id = controlId(address);
  const problem = useProblem(address) ?? slotProblem(line.text);
  const neighbour = before === undefined ? addButton : controlId({ key: before, field: 'text' });

  const remove = (): void => thenFocus(() => editing.remove(line.key), neighbour);
  const keys = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    const { key, altKey, currentTarget: area } = event;
    if (key === 'Enter' && !event.nativeEvent.isComposing) {
      event.preventDefault();
      onAppend(line.key);
    } else if (key === 'Backspace' && line.text === '') {
      event.preventDefault();
      remove();
    } else if (altKey && key === 'ArrowUp') {
      event.preventDefault();
      onMove(place, place - 1);
    } else if (altKey && key === 'ArrowDown') {
      event.preventDefault();
      onMove(place, place + 1);
    } else if (key === 'ArrowUp' && area.selectionEnd === 0 && before !== undefined) {
      event.preventDefault();
      document.getElementById(neighbour)?.focus();
    }
  };
  const paste = (event: ClipboardEvent<HTMLTextAreaElement>): void => {
    const pasted = event.clipboardData.getData('text/plain').split(/\r?\n/);
    const texts = pasted.map((text) => text.replace(/^\s*[-*•]\s+/, '').trim()).filter(Boolean);
    const [first, ...rest] = texts;
    if (first === undefined || rest.length === 0) return;
    event.preventDefault();
    if (line.text.trim() === '') editing.set(line.key, { text: first });
    const lines = (line.text.trim() === '' ? rest : texts).map((text) => newLine(text));
    editing.add(owner, list, lines, line.key);
  };

  return (
    <li
      className={cx(
        'group/line data-dragged:bg-sheet data-dragged:shadow-float relative data-dragged:z-10 data-dragged:rounded-[10px]',
        !(last && readOnly) && 'border-line border-b',
      )}
    >
      <div className="flex items-start">
        {!readOnly && (
          <Grip
            onGrab={onGrab}
            className="absolute top-1.5 -left-5 h-7 w-5 group-hover/line:opacity-100"
          />
        )}
        <GrowingText
          id={id}
          rows={1}
          value={line.text}
          readOnly={readOnly}
          aria-label={`${label}, ${place + 1}`}
          aria-invalid={problem !== undefined || undefined}
          aria-describedby={problem === undefined ? undefined : `${id}-note`}
          aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown"
          onChange={(event) => editing.set(line.key, { text: event.target.value }, true)}
          onKeyDown={keys}
          onPaste={paste}
          className="rounded-[10px] px-3 py-2.5 text-base -outline-offset-2 aria-invalid:shadow-[inset_0_0_0_2px_var(--alarm-fill)]"
        />
        {!readOnly && (
          <span className="flex shrink-0 py-[7px] pr-1.5">
            <Menu
              groups={[
                [
                  canTry && {
                    label: 'Try it',
                    icon: <MessageSquareQuote aria-hidden />,
                    onSelect: () => {
                      tryLine(line.text);
                      return undefined;
                    },
                  },
                ],
                [
                  {
                    label: 'Move up',
                    icon: <ArrowUp aria-hidden />,
                    disabled: place === 0,
                    onSelect: () => {
                      onMove(place, place - 1);
                      return id;
                    },
                  },
                  {
                    label: 'Move down',
                    icon: <ArrowDown aria-hidden />,
                    disabled: last,
                    onSelect: () => {
                      onMove(place, place + 1);
                      return id;
                    },
                  },
                  {
                    label: 'Duplicate',
                    icon: <Copy aria-hidden />,
                    onSelect: () => {
                      const copy = editing.duplicate(line.key);
                      return copy === null ? undefined : controlId({ key: copy, field: 'text' });
                    },
                  },
                ],
              ]}
            >
              <button type="button" aria-label={`More: ${line.text}`} className={SMALL_BUTTON}>
                <Ellipsis aria-hidden />
              </button>
            </Menu>
            <button
              type="button"
              aria-label={`Remove: ${line.text}`}
              onClick={remove}
              className={SMALL_BUTTON}
            >
              <X aria-hidden />
            </button>
          </span>
        )}
      </div>
      {problem !== undefined && (
        <div className="px-3 pb-2">
          <Note id={`${id}-note`} problem={problem} />
        </div>
      )}
    </li>
  );
});
