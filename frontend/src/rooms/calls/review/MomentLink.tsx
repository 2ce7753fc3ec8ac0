import { quoteOf } from '@/lib/lineEnd';

import { CopyLink } from '../edits/CopyLink';
import { useMomentTime } from '../momentTimes';
import type { Moment } from './reviewApi';

interface MomentLinkProps {
  moment: Moment;
  onShow: (turnId: string) => void;
  /** Only the time; the words are there already. */
  bare?: boolean;
}

/** The words something rests on; pressing it opens the transcript there. */
export function MomentLink({ moment, onShow, bare = false }: MomentLinkProps) {
  const at = useMomentTime()(moment.start_ms);
  return (
    <span className="group -mx-2 inline-flex max-w-full items-center">
      <button
        type="button"
        title="Show it in the transcript"
        aria-label={
          bare
            ? at === ''
              ? 'Show it in the transcript'
              : `Show ${at} in the transcript`
            : undefined
        }
        onClick={() => onShow(moment.turn_id)}
        className="text-ink-faint hover:text-ink inline-flex min-w-0 cursor-pointer items-baseline gap-3 rounded-lg px-2 py-1 text-left text-sm"
      >
        {(at !== '' || bare) && (
          <span className="figures text-accent shrink-0 font-semibold underline decoration-transparent underline-offset-2 group-hover:decoration-current">
            {at === '' ? 'Show' : at}
          </span>
        )}
        {!bare && (
          <span className="line-clamp-2 min-w-0 break-words">“{quoteOf(moment.quote)}”</span>
        )}
      </button>
      {!bare && (
        <CopyLink
          turnId={moment.turn_id}
          at={at}
          className="opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 pointer-coarse:opacity-100"
        />
      )}
    </span>
  );
}
