import { useState, type KeyboardEvent } from 'react';

import { Button } from '@/ui/Button';
import { Segments } from '@/ui/Segments';
import { speakerName } from '@/ui/words';

import type { Turn } from '../callsApi';
import type { Change } from './editsApi';

const SIDES = ['salesperson', 'customer'] as const;

interface LineFormProps {
  turn: Turn;
  customer: string | null;
  onSave: (change: Change) => Promise<void>;
  onClose: () => void;
}

/** The words of a line and who said them, to be put right. Enter saves, Escape leaves it. */
export function LineForm({ turn, customer, onSave, onClose }: LineFormProps) {
  const [text, setText] = useState(turn.text);
  const [speaker, setSpeaker] = useState(turn.speaker);
  const [saving, setSaving] = useState(false);
  const words = text.replace(/\s+/g, ' ').trim();

  const save = async (): Promise<void> => {
    if (words === '' || saving) return;
    if (words === turn.text && speaker === turn.speaker) {
      onClose();
      return;
    }
    setSaving(true);
    try {
      await onSave({ text: words, speaker });
      onClose();
    } catch {
      setSaving(false); // what went wrong is said above the lines
    }
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') {
      event.stopPropagation();
      onClose();
    }
  };
  return (
    <form
      aria-label="Correct the line"
      onKeyDown={onKeyDown}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
      className="bg-sheet shadow-sheet my-1 space-y-3 rounded-2xl p-4"
    >
      <textarea
        aria-label="Words of the line"
        autoFocus
        rows={2}
        maxLength={20_000}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
            event.preventDefault();
            void save();
          }
        }}
        className="bg-canvas text-ink [field-sizing:content] w-full resize-none rounded-[10px] px-3 py-2 text-lg shadow-[inset_0_0_0_1px_var(--edge)]"
      />
      <div className="flex flex-wrap items-center gap-2">
        <Segments
          label="Who said it"
          value={speaker}
          onChange={setSpeaker}
          options={SIDES.map((side) => ({ value: side, label: speakerName(side, customer) }))}
        />
        <span className="flex-1" />
        <Button tone="quiet" size="sm" onClick={onClose}>
          Cancel
        </Button>
        <Button tone="primary" size="sm" type="submit" busy={saving} disabled={words === ''}>
          Save
        </Button>
      </div>
    </form>
  );
}
