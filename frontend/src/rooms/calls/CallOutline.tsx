import { Promises } from '@/ui/Promises';
import { STAGE_NAMES } from '@/ui/words';

import type { CallEvent } from '@/wire/messages';

import { cardOutcome } from './EntryView';
import { useMomentTime } from './momentTimes';
import { pastObjectives, playbookOf } from './pastObjectives';
import { ReachedList } from './ReachedList';
import type { Entry } from './timeline';

interface CallOutlineProps {
  entries: readonly Entry[];
  events: readonly CallEvent[];
  customer: string | null;
}

/** What to jump to in a call: its stages, its cards, what was promised and marked. */
export function CallOutline({ entries, events, customer }: CallOutlineProps) {
  const time = useMomentTime();
  const stages = entries.filter((entry) => entry.kind === 'stage');
  const cards = entries.filter((entry) => entry.kind === 'card');
  const promises = entries.filter((entry) => entry.kind === 'promise');
  const marks = entries.filter((entry) => entry.kind === 'mark' || entry.kind === 'note');
  const reached = pastObjectives(events);
  const playbook = playbookOf(events);
  const jump = (key: string): void => {
    document.getElementById(key)?.scrollIntoView({ block: 'center', behavior: 'smooth' });
  };
  const line = (entry: Entry, text: string, detail?: string) => (
    <li key={entry.key}>
      <button
        type="button"
        onClick={() => jump(entry.key)}
        className="hover:bg-sunken -mx-2 flex w-[calc(100%+1rem)] cursor-pointer gap-3 rounded-lg px-2 py-1.5 text-left text-base"
      >
        <span className="figures text-ink-faint w-11 shrink-0 text-sm leading-[1.4375rem]">
          {time(entry.at)}
        </span>
        <span className="min-w-0">
          <span className="text-ink block truncate">{text}</span>
          {detail !== undefined && <span className="text-ink-faint block text-sm">{detail}</span>}
        </span>
      </button>
    </li>
  );

  return (
    <nav aria-label="In this call" className="space-y-8 pt-8 max-lg:hidden">
      <div
        data-outline
        className="sticky top-8 -mx-2 max-h-[calc(100dvh-6rem-var(--docked,0rem))] space-y-8 overflow-y-auto overscroll-contain px-2 pb-2"
      >
        {stages.length > 0 && (
          <div>
            <h2 className="text-ink-faint text-sm font-semibold">Stages</h2>
            <ul className="mt-1.5">
              {stages.map((entry) => line(entry, STAGE_NAMES[entry.stage]))}
            </ul>
          </div>
        )}
        {cards.length > 0 && (
          <div>
            <h2 className="text-ink-faint text-sm font-semibold">Cards</h2>
            <ul className="mt-1.5">
              {cards.map((entry) => line(entry, entry.card.title, cardOutcome(entry.card)))}
            </ul>
          </div>
        )}
        {promises.length > 0 && (
          <Promises
            promises={promises.map(({ promise }) => promise)}
            customer={customer}
            onShow={jump}
          />
        )}
        {marks.length > 0 && (
          <div>
            <h2 className="text-ink-faint text-sm font-semibold">Marked</h2>
            <ul className="mt-1.5">
              {marks.map((entry) =>
                line(entry, entry.kind === 'note' ? entry.text : (entry.label ?? 'Marked')),
              )}
            </ul>
          </div>
        )}
        {/* Last: its words come later than the rest, and nothing that is being read may move. */}
        {reached.length > 0 && playbook !== null && (
          <ReachedList reached={reached} playbook={playbook} onShow={jump} />
        )}
      </div>
    </nav>
  );
}
