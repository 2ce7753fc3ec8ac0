import { ArrowLeftRight } from 'lucide-react';
import { useEffect, type ReactNode } from 'react';

import { Button } from '@/ui/Button';
import { Toast } from '@/ui/Toast';

import { EditsContext } from './context';
import { useCorrections } from './useCorrections';

const SHOWN_MS = 9_000;

interface EditsProps {
  callId: string;
  /** Whether its lines can be corrected. */
  ended: boolean;
  /** Whether it is known of any line who said it. */
  sides?: boolean;
  /** Whether a player stands at the bottom of the page. */
  docked?: boolean;
  children: ReactNode;
}

/** Around the lines of a call: lets them be corrected, and what was corrected be taken back. */
export function Edits({ callId, ended, sides = true, docked = false, children }: EditsProps) {
  const corrections = useCorrections(callId);
  const { done, forget, error } = corrections;
  useEffect(() => {
    if (done === null) return;
    const timer = setTimeout(forget, SHOWN_MS);
    return () => clearTimeout(timer);
  }, [done, forget]);
  if (!ended) return children;
  return (
    <EditsContext value={corrections}>
      <div className="flex flex-wrap items-center gap-3">
        {sides ? (
          <Button
            tone="quiet"
            size="sm"
            className="-ml-2.5"
            icon={<ArrowLeftRight aria-hidden />}
            busy={corrections.swapping}
            onClick={() => void corrections.swap()}
          >
            Swap the speakers
          </Button>
        ) : (
          <p className="text-ink-soft text-base">
            Nobody knows who said what in this call. Give each line to the one who said it, with the
            pencil beside it; a recording with a channel for each side tells by itself.
          </p>
        )}
        {error !== null && (
          <p role="alert" className="text-alarm text-sm">
            {error.message}
          </p>
        )}
      </div>
      {children}
      <Toast
        id={done?.id ?? ''}
        text={done?.text ?? null}
        action="Undo"
        className={docked ? 'bottom-44' : 'bottom-6'}
        onAction={() => done?.undo()}
      />
    </EditsContext>
  );
}
