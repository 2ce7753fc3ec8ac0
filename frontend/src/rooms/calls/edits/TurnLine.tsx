import { Pencil } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';

import { withLineEnd } from '@/lib/lineEnd';
import { cx } from '@/ui/cx';
import { IconButton } from '@/ui/IconButton';
import { speakerName } from '@/ui/words';

import type { Turn } from '../callsApi';
import { useMomentTime } from '../momentTimes';
import { useEdits } from './context';
import { CopyLink } from './CopyLink';
import { HeardLine } from './HeardLine';
import { LineForm } from './LineForm';

interface TurnLineProps {
  turn: Turn;
  /** Whether the speaker begins here. */
  opens: boolean;
  customer: string | null;
}

/** What one person said, with the way to correct it and to share it. */
export function TurnLine({ turn, opens, customer }: TurnLineProps) {
  const edits = useEdits();
  const [editing, setEditing] = useState(false);
  const pencil = useRef<HTMLButtonElement>(null);
  const edited = useRef(false);
  useEffect(() => {
    // The focus was in the form, which is gone.
    if (edited.current && !editing) pencil.current?.focus();
    edited.current = editing;
  }, [editing]);
  const mine = turn.speaker === 'salesperson';
  const at = useMomentTime()(turn.start_ms);
  return (
    <div
      className={cx('group grid grid-cols-[3.5rem_minmax(0,1fr)] gap-x-3', opens ? 'pt-4' : 'pt-1')}
    >
      <span className="figures text-ink-faint pt-px text-sm">{opens && at}</span>
      <div>
        {opens && (
          <p className={cx('text-sm font-semibold', mine ? 'text-accent' : 'text-ink')}>
            {speakerName(turn.speaker, customer)}
          </p>
        )}
        {editing && edits !== null ? (
          <LineForm
            turn={turn}
            customer={customer}
            onSave={(change) => edits.correct(turn, change)}
            onClose={() => setEditing(false)}
          />
        ) : (
          <div className="flex items-start gap-2">
            <p
              className={cx(
                'min-w-0 flex-1 text-lg break-words',
                mine ? 'text-ink-soft' : 'text-ink',
              )}
            >
              {withLineEnd(turn.text)}
            </p>
            <span className="-my-0.5 flex shrink-0 pr-1 opacity-0 transition-opacity duration-100 group-focus-within:opacity-100 group-hover:opacity-100 pointer-coarse:opacity-100 [&>button]:scroll-mb-44">
              <CopyLink turnId={turn.id} at={at} />
              {edits !== null && (
                <IconButton
                  ref={pencil}
                  size="sm"
                  label={at === '' ? 'Correct the line' : `Correct the line at ${at}`}
                  icon={<Pencil aria-hidden />}
                  onClick={() => setEditing(true)}
                />
              )}
            </span>
          </div>
        )}
        {turn.heard && !editing && (
          <HeardLine
            heard={turn.heard}
            turn={turn}
            customer={customer}
            onRestore={
              edits === null
                ? undefined
                : () => void edits.correct(turn, { text: null, speaker: null })
            }
          />
        )}
      </div>
    </div>
  );
}
