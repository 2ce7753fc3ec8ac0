import { Link } from '@tanstack/react-router';
import { Check, CircleDot, Dumbbell } from 'lucide-react';
import type { ReactNode } from 'react';

import { withLineEnd } from '@/lib/lineEnd';
import { buttonClass } from '@/ui/Button';
import { cx } from '@/ui/cx';
import { clock } from '@/ui/time';

import type { ToldMoment } from './insightsApi';

interface MomentsProps {
  best: readonly ToldMoment[];
  worst: readonly ToldMoment[];
}

/** One moment a call: of those that ended well with the best scores, and of the others. */
export function Moments({ best, worst }: MomentsProps) {
  return (
    <section aria-label="Moments" className="grid gap-x-14 gap-y-10 lg:grid-cols-2">
      <Column
        title="Moments to keep"
        empty="No call ended well in this time."
        moments={best}
        icon={<Check aria-hidden className="text-accent mt-0.5 size-5 shrink-0" />}
      />
      <Column
        practise
        title="Moments to practise"
        empty="Nothing was missed in calls that ended without a next step. What could have gone better in the others stands in their reviews."
        moments={worst}
        icon={<CircleDot aria-hidden className="text-ink-faint mt-0.5 size-5 shrink-0" />}
      />
    </section>
  );
}

interface ColumnProps {
  title: string;
  empty: string;
  moments: readonly ToldMoment[];
  icon: ReactNode;
  practise?: boolean;
}

function Column({ title, empty, moments, icon, practise = false }: ColumnProps) {
  return (
    <div className="min-w-0">
      <h2 className="text-ink text-xl font-semibold">{title}</h2>
      {moments.length === 0 && <p className="text-ink-soft mt-3 text-base">{empty}</p>}
      <ul className="mt-4 space-y-5">
        {moments.map(({ text, more, call, spot }) => (
          <li key={call.call_id} className="flex gap-3">
            {icon}
            <div className="min-w-0">
              <p className="text-ink text-base font-semibold">{text}</p>
              <p className="text-ink-soft text-base">{more}</p>
              <MomentOf call={call} spot={spot} />
              {practise && (
                <Link
                  to="/practice"
                  search={{ call: call.call_id, turn: spot.turn_id }}
                  className={cx(buttonClass('quiet', 'sm'), '-ml-2.5')}
                >
                  <Dumbbell aria-hidden />
                  Practise this
                </Link>
              )}
            </div>
          </li>
        ))}
      </ul>
    </div>
  );
}

type MomentOfProps = Pick<ToldMoment, 'call' | 'spot'>;

/** The words and whose call they were said in; leads there. */
export function MomentOf({ call, spot }: MomentOfProps) {
  const when = new Date(call.started_at).toLocaleDateString(undefined, {
    day: 'numeric',
    month: 'short',
  });
  return (
    <Link
      to="/calls/$callId"
      params={{ callId: call.call_id }}
      search={{ turn: spot.turn_id }}
      title="Show it in the call"
      className="group text-ink-faint hover:text-ink -mx-2 mt-0.5 flex items-baseline gap-3 rounded-lg px-2 py-1 text-sm"
    >
      {spot.start_ms !== null && (
        <span className="figures text-accent shrink-0 font-semibold underline decoration-transparent underline-offset-2 group-hover:decoration-current">
          {clock(spot.start_ms)}
        </span>
      )}
      <span className="min-w-0">
        <span className="line-clamp-2 break-words">“{withLineEnd(spot.text)}”</span>
        <span className="block">{[call.title, call.company, when].filter(Boolean).join(', ')}</span>
      </span>
    </Link>
  );
}
