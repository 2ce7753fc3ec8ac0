import { Link } from '@tanstack/react-router';
import { Trash2 } from 'lucide-react';

import { cx } from '@/ui/cx';
import { IconButton } from '@/ui/IconButton';
import { spell, timeOfDay } from '@/ui/time';
import { objectionName } from '@/ui/words';

import type { FoundCall } from './historyApi';
import { HitList } from './HitList';
import { OUTCOME_NAMES } from './historyWords';

interface HistoryRowProps {
  call: FoundCall;
  /** The day stands above the row, so that the time is enough. */
  dayIsKnown: boolean;
  selected: boolean;
  /** The row may be gone with the next list, and is not picked any more. */
  passing: boolean;
  onSelect: (selected: boolean) => void;
  /** Says with whom it was. */
  onName: () => void;
  onDelete: () => void;
}

export function HistoryRow({
  call,
  dayIsKnown,
  selected,
  passing,
  onSelect,
  onName,
  onDelete,
}: HistoryRowProps) {
  const { customer, title } = call;
  const began = new Date(call.started_at);
  const objections = call.objections.map(({ type, times }) =>
    times > 1 ? `${objectionName(type)} ×${times}` : objectionName(type),
  );
  return (
    <li>
      <div
        className={cx(
          'group relative -mx-3 flex items-start gap-4 rounded-xl px-3 py-3 transition-colors',
          selected ? 'bg-accent-soft' : 'hover:bg-sunken/70',
        )}
      >
        <input
          type="checkbox"
          aria-label={`Select: ${title}, ${timeOfDay(began)}`}
          checked={selected}
          disabled={passing}
          onChange={(event) => onSelect(event.target.checked)}
          className="relative z-10 mt-1 size-4.5 shrink-0 cursor-pointer accent-(--accent)"
        />
        <span className="figures text-ink-soft w-20 shrink-0 text-base leading-[1.5625rem] whitespace-nowrap">
          {dayIsKnown
            ? timeOfDay(began)
            : began.toLocaleDateString(undefined, {
                day: 'numeric',
                month: 'short',
                year: '2-digit',
              })}
        </span>
        <div className="min-w-0 flex-1">
          <p className="flex flex-wrap items-baseline gap-x-2.5">
            <Link
              to="/calls/$callId"
              params={{ callId: call.id }}
              className="text-ink text-lg font-semibold before:absolute before:inset-0 before:rounded-xl"
            >
              {title}
            </Link>
            {customer?.company && (
              <span className="text-ink-soft text-base">{customer.company}</span>
            )}
            {call.imported_from != null && (
              <span title={call.imported_from} className="text-ink-faint text-sm">
                Imported
              </span>
            )}
            {customer === null && call.status === 'ended' && call.demo !== true && (
              <button
                type="button"
                aria-label={`Set the customer: ${title}`}
                onClick={onName}
                className="text-accent relative z-10 cursor-pointer rounded text-sm font-medium hover:underline"
              >
                Set the customer
              </button>
            )}
            {call.demo === true && <span className="text-ink-faint text-sm">Demo</span>}
            {call.tags.map((tag) => (
              <span
                key={tag}
                className="bg-sunken text-ink-soft rounded-full px-2.5 py-0.5 text-sm font-medium"
              >
                {tag}
              </span>
            ))}
          </p>
          {objections.length > 0 && (
            <p className="text-ink-soft mt-0.5 text-sm">
              <span className="sr-only">Objections: </span>
              {objections.join(', ')}
            </p>
          )}
        </div>
        {call.status !== 'ended' && (
          <span className="bg-caution-soft text-caution rounded-full px-2.5 py-0.5 text-sm font-semibold">
            {call.status === 'live' ? 'Live' : 'Interrupted'}
          </span>
        )}
        {call.outcome !== null && (
          <span
            className={cx(
              'shrink-0 text-base leading-[1.5625rem] max-sm:hidden',
              call.outcome === 'won' ? 'text-accent font-semibold' : 'text-ink-soft',
            )}
          >
            {OUTCOME_NAMES[call.outcome]}
          </span>
        )}
        <span className="figures text-ink w-14 shrink-0 text-right text-base leading-[1.5625rem] font-semibold max-sm:hidden">
          {call.score !== null && (
            <>
              <span className="sr-only">Score </span>
              {call.score.toFixed(1)}
              <span className="text-ink-soft font-normal">/10</span>
            </>
          )}
        </span>
        <span className="figures text-ink-soft w-24 shrink-0 text-right text-base leading-[1.5625rem]">
          {call.duration_ms !== null && spell(call.duration_ms)}
        </span>
        <IconButton
          label={`Delete: ${title}`}
          icon={<Trash2 aria-hidden />}
          size="sm"
          className="relative z-10 -my-0.5"
          onClick={onDelete}
        />
      </div>
      {call.hits.length > 0 && <HitList call={call} customer={customer?.name ?? null} />}
    </li>
  );
}
