import { speakerName } from '@/ui/words';

import type { Turn } from '../callsApi';

interface HeardLineProps {
  heard: NonNullable<Turn['heard']>;
  turn: Turn;
  customer: string | null;
  onRestore?: (() => void) | undefined;
}

/** That a line was corrected; opened, what was heard and the way back to it. */
export function HeardLine({ heard, turn, customer, onRestore }: HeardLineProps) {
  const other = heard.speaker !== turn.speaker;
  return (
    <details className="text-ink-faint text-sm">
      <summary className="hover:text-ink-soft w-fit cursor-pointer list-none rounded-md font-semibold [&::-webkit-details-marker]:hidden">
        Corrected
      </summary>
      <p className="pt-1">
        Heard{other && ` from ${speakerName(heard.speaker, customer)}`}: “{heard.text}”
        {onRestore !== undefined && (
          <button
            type="button"
            onClick={onRestore}
            className="text-accent ml-2 cursor-pointer rounded-md font-semibold hover:underline"
          >
            Restore
          </button>
        )}
      </p>
    </details>
  );
}
