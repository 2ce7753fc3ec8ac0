import { clock } from '@/ui/time';
import { STAGE_NAMES } from '@/ui/words';

import { keepFocus } from './keepFocus';
import type { StageSpan } from './lanes';

interface StageRowProps {
  stages: readonly StageSpan[];
  durationMs: number;
  does: string;
  onGo: (stage: StageSpan) => void;
}

/** The stages of the call, each as long as it took. */
export function StageRow({ stages, durationMs, does, onGo }: StageRowProps) {
  return (
    <div role="group" aria-label="Stages" className="relative h-6">
      {stages.map((span) => (
        <button
          key={span.key}
          type="button"
          aria-label={`${clock(span.startMs)} ${STAGE_NAMES[span.stage]}, ${does}`}
          title={STAGE_NAMES[span.stage]}
          onMouseDown={keepFocus}
          onClick={() => onGo(span)}
          style={{
            left: `${(span.startMs / durationMs) * 100}%`,
            width: `calc(${((span.endMs - span.startMs) / durationMs) * 100}% - 2px)`,
          }}
          className="bg-sunken text-ink-soft hover:text-ink @container absolute inset-y-[3px] cursor-pointer overflow-hidden rounded-[5px] px-1.5 text-left text-xs leading-[18px] font-medium"
        >
          {/* A name that does not fit is left to the tip: half of it tells nothing. */}
          <span className="hidden whitespace-nowrap @min-[4.25rem]:inline">
            {STAGE_NAMES[span.stage]}
          </span>
        </button>
      ))}
    </div>
  );
}
