import { ChevronRight } from 'lucide-react';
import { useState } from 'react';

import { Button } from '@/ui/Button';
import { cx } from '@/ui/cx';
import { HANDLING_NAMES, objectionName } from '@/ui/words';

import { ShareMark } from './charts/ShareMark';
import type { Behind, MetObjection, Reply } from './insightsApi';
import { counted, STANDINGS } from './words';

interface ObjectionsProps {
  objections: readonly MetObjection[];
  onShow: (behind: Behind) => void;
}

const NOT_SETTLED = ['moved_on', 'came_back', 'unanswered'] as const;

/** Which objections come, and after which replies the customer took a step. */
export function Objections({ objections, onShow }: ObjectionsProps) {
  return (
    <section aria-labelledby="objections">
      <h2 id="objections" className="text-ink text-xl font-semibold">
        Objections, and what met them
      </h2>
      <p className="text-ink-soft mt-1 max-w-2xl text-base">
        Settled: after your reply the customer took a step towards buying. One that you answered and
        that led to none is answered, not settled. The bar is as long as the figure is unsure.
      </p>
      <ul className="border-line mt-5 border-t">
        {objections.map((met) => (
          <Met key={met.type} met={met} onShow={onShow} />
        ))}
      </ul>
    </section>
  );
}

function Met({ met, onShow }: { met: MetObjection; onShow: (behind: Behind) => void }) {
  const [open, setOpen] = useState(false);
  const name = objectionName(met.type);
  const told = NOT_SETTLED.map((handling) => ({ handling, times: met.handlings[handling] ?? 0 }));
  return (
    <li className="border-line border-b">
      <button
        type="button"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        className="hover:bg-sunken -mx-2 grid w-[calc(100%+1rem)] cursor-pointer grid-cols-[1rem_minmax(0,1fr)_10rem] items-center gap-x-4 rounded-lg px-2 py-3 text-left"
      >
        <ChevronRight
          aria-hidden
          className={cx('text-ink-faint size-4 transition-transform', open && 'rotate-90')}
        />
        <span className="min-w-0">
          <span className="text-ink block text-base font-semibold">{name}</span>
          <span className="figures text-ink-soft block text-sm">
            {counted(met.raised, 'time')} in {counted(met.calls, 'call')}
            {told
              .filter(({ times }) => times > 0)
              .map(({ handling, times }) => `; ${times} ${HANDLING_NAMES[handling]}`)}
          </span>
        </span>
        <ShareMark share={met.settled} />
      </button>
      {open && (
        <div className="pb-4 pl-8">
          <ul className="space-y-1">
            {met.replies.map((reply) => (
              <ReplyRow
                key={`${reply.playbook_id} ${reply.script_id ?? ''}`}
                reply={reply}
                onShow={() =>
                  onShow({
                    kind: 'objection',
                    type: met.type,
                    scriptId: reply.script_id ?? '',
                    title: `${name}: ${reply.name ?? 'in your own words'}`,
                  })
                }
              />
            ))}
          </ul>
          <Button
            size="sm"
            tone="quiet"
            className="mt-2 -ml-2.5"
            onClick={() =>
              onShow({ kind: 'objection', type: met.type, scriptId: null, title: name })
            }
          >
            Show every one of them
          </Button>
        </div>
      )}
    </li>
  );
}

function ReplyRow({ reply, onShow }: { reply: Reply; onShow: () => void }) {
  return (
    <li>
      <button
        type="button"
        title="Show the moments"
        onClick={onShow}
        className="hover:bg-sunken -mx-2 grid w-[calc(100%+1rem)] cursor-pointer grid-cols-[minmax(0,1fr)_10rem] items-center gap-x-4 rounded-lg px-2 py-2 text-left"
      >
        <span className="min-w-0">
          <span className="text-ink block text-base">{reply.name ?? 'In your own words'}</span>
          {reply.text !== null && (
            <span className="text-ink-soft line-clamp-2 text-sm">“{reply.text}”</span>
          )}
          <span
            className={cx(
              'block text-sm font-semibold',
              reply.standing === 'better'
                ? 'text-accent'
                : reply.standing === 'worse'
                  ? 'text-caution'
                  : 'text-ink-faint font-normal',
            )}
          >
            {STANDINGS[reply.standing]}
          </span>
        </span>
        <ShareMark share={reply.settled} />
      </button>
    </li>
  );
}
