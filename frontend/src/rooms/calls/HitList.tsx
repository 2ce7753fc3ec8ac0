import { Link } from '@tanstack/react-router';

import { withLineEnd } from '@/lib/lineEnd';
import { clock } from '@/ui/time';
import { speakerName } from '@/ui/words';

import type { FoundCall, Hit } from './historyApi';
import { counted } from './historyWords';

interface HitListProps {
  call: FoundCall;
  customer: string | null;
}

/** The lines of a call that hold the words; each opens the call where it was said. */
export function HitList({ call, customer }: HitListProps) {
  const more = call.hit_count - call.hits.length;
  return (
    <ul className="mb-3 sm:ml-[8.375rem]">
      {call.hits.map((hit) => (
        <HitLine
          key={hit.turn_id}
          callId={call.id}
          hit={hit}
          customer={customer}
          timed={call.timing !== 'none'}
        />
      ))}
      {more > 0 && (
        <li className="text-ink-faint px-3 py-1 text-sm">
          and {counted(more, 'more line', 'more lines')}
        </li>
      )}
    </ul>
  );
}

interface HitLineProps {
  callId: string;
  hit: Hit;
  customer: string | null;
  timed: boolean;
}

function HitLine({ callId, hit, customer, timed }: HitLineProps) {
  return (
    <li>
      <Link
        to="/calls/$callId"
        params={{ callId }}
        search={{ turn: hit.turn_id }}
        className="hover:bg-sunken/70 flex gap-3 rounded-lg px-3 py-1.5 text-base"
      >
        <span className="figures text-ink-faint w-11 shrink-0 text-sm leading-[1.4375rem]">
          {timed && clock(hit.start_ms)}
        </span>
        <span className="text-ink-soft min-w-0 break-words">
          <span className="text-ink font-medium">{speakerName(hit.speaker, customer)}</span>{' '}
          {hit.excerpt.map((piece, place) => {
            const isLast = place === hit.excerpt.length - 1;
            const text = isLast ? withLineEnd(piece.text) : piece.text;
            return piece.found ? (
              <mark
                key={place}
                className="bg-caution-soft text-ink rounded-[3px] px-0.5 font-semibold"
              >
                {text}
              </mark>
            ) : (
              <span key={place}>{text}</span>
            );
          })}
        </span>
      </Link>
    </li>
  );
}
