import { clock } from '@/ui/time';

import type { Moment } from './reviewApi';

interface MomentLinkProps {
  moment: Moment;
  onShow: (turnId: string) => void;
  /** Only the time; the words are there already. */
  bare?: boolean;
}

/** The words something rests on; pressing it opens the transcript there. */
export function MomentLink({ moment, onShow, bare = false }: MomentLinkProps) {
  return (
    <button
      type="button"
      title="Show it in the transcript"
      aria-label={bare ? `Show ${clock(moment.start_ms)} in the transcript` : undefined}
      onClick={() => onShow(moment.turn_id)}
      className="group text-ink-faint hover:text-ink -mx-2 inline-flex max-w-full cursor-pointer items-baseline gap-3 rounded-lg px-2 py-1 text-left text-sm"
    >
      <span className="figures text-accent shrink-0 font-semibold underline decoration-transparent underline-offset-2 group-hover:decoration-current">
        {clock(moment.start_ms)}
      </span>
      {!bare && <span className="line-clamp-2 min-w-0 break-words">“{moment.quote}”</span>}
    </button>
  );
}
