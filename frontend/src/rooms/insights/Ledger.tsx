import { useState } from 'react';

import { Button } from '@/ui/Button';

import { ShareMark } from './charts/ShareMark';
import { Stack, type Slice } from './charts/Stack';
import type { Behind, LedgerLine, Standing } from './insightsApi';
import { counted, REACTION_NAMES, REACTIONS } from './words';

const TONES: Record<(typeof REACTIONS)[number], Slice['tone']> = {
  stepped: 'strong',
  asked: 'middle',
  went_on: 'soft',
  objected: 'faint',
  ended: 'hollow',
};

interface Group {
  title: string;
  about: string;
  standings: readonly Standing[];
}

const FIRST = 5;

interface LedgerProps {
  lines: readonly LedgerLine[];
  least: number;
  onShow: (behind: Behind) => void;
}

/** Every script: shown, said, what the customer did next, how the call ended. */
export function Ledger({ lines, least, onShow }: LedgerProps) {
  const groups: readonly Group[] = [
    {
      title: 'Does better than the rest of its category',
      about: 'By more than chance.',
      standings: ['better'],
    },
    {
      title: 'No difference to tell',
      about: 'Not ranked: the most said comes first.',
      standings: ['alike', 'alone'],
    },
    {
      title: 'Does worse than the rest of its category',
      about: 'By more than chance.',
      standings: ['worse'],
    },
    {
      title: 'Too few to tell',
      about: `Said in fewer than ${least} calls. Not ranked.`,
      standings: ['too_few'],
    },
  ];
  return (
    <section aria-labelledby="ledger">
      <h2 id="ledger" className="text-ink text-xl font-semibold">
        Script ledger
      </h2>
      <p className="text-ink-soft mt-1 max-w-2xl text-base">
        What the customer did right after each line. A line works when they take a step; an opener
        or a question, when they talk on. The bar is as long as the figure is unsure.
      </p>
      {groups.map((group) => {
        const own = lines.filter(({ standing }) => group.standings.includes(standing));
        return (
          own.length > 0 && (
            <LineGroup key={group.title} group={group} lines={own} onShow={onShow} />
          )
        );
      })}
    </section>
  );
}

interface LineGroupProps {
  group: Group;
  lines: readonly LedgerLine[];
  onShow: (behind: Behind) => void;
}

function LineGroup({ group, lines, onShow }: LineGroupProps) {
  const [all, setAll] = useState(false);
  const shown = all ? lines : lines.slice(0, FIRST);
  return (
    <div className="mt-7">
      <h3 className="text-ink text-base font-semibold">
        {group.title}
        <span className="text-ink-faint ml-3 text-sm font-normal">{group.about}</span>
      </h3>
      <ul className="border-line mt-2 border-t">
        {shown.map((line) => (
          <Line key={`${line.playbook_id} ${line.script_id}`} line={line} onShow={onShow} />
        ))}
      </ul>
      {lines.length > FIRST && (
        <Button size="sm" tone="quiet" className="mt-1 -ml-2.5" onClick={() => setAll(!all)}>
          {all ? 'Show fewer' : `Show all ${lines.length}`}
        </Button>
      )}
    </div>
  );
}

function Line({ line, onShow }: { line: LedgerLine; onShow: (behind: Behind) => void }) {
  const said = line.said;
  return (
    <li className="border-line border-b">
      <button
        type="button"
        title="Show the moments"
        onClick={() =>
          onShow({
            kind: 'line',
            playbookId: line.playbook_id,
            scriptId: line.script_id,
            title: line.name,
          })
        }
        className="hover:bg-sunken -mx-2 grid w-[calc(100%+1rem)] cursor-pointer grid-cols-1 items-center gap-x-8 gap-y-2 rounded-lg px-2 py-3.5 text-left md:grid-cols-[minmax(0,1fr)_13rem_10rem]"
      >
        <span className="min-w-0">
          <span className="text-ink block text-base font-semibold">{line.name}</span>
          <span className="text-ink-soft line-clamp-2 text-sm">
            {line.text === null ? 'No longer in the playbook.' : `“${line.text}”`}
          </span>
          <span className="figures text-ink-faint mt-0.5 block text-sm">
            {line.category !== null && `${line.category}. `}
            {line.cards > 0 ? `On ${counted(line.cards, 'card')}, said` : 'Said'} in{' '}
            {counted(said, 'call')}
            {said > 0 && `, ${line.good.count} ended well`}
          </span>
        </span>
        <span className="min-w-0">
          {said > 0 && (
            <>
              <Stack
                whole={said}
                slices={REACTIONS.map((reaction) => ({
                  name: REACTION_NAMES[reaction] ?? reaction,
                  count: line.reactions[reaction] ?? 0,
                  tone: TONES[reaction],
                }))}
              />
              <span aria-hidden className="text-ink-faint mt-1 block truncate text-sm">
                {reactionText(line)}
              </span>
            </>
          )}
        </span>
        <ShareMark share={line.worked} />
      </button>
    </li>
  );
}

/** "15 took a step, 17 talked on": the two most frequent. */
function reactionText({ reactions }: LedgerLine): string {
  return REACTIONS.map((reaction) => ({ reaction, count: reactions[reaction] ?? 0 }))
    .filter(({ count }) => count > 0)
    .toSorted((a, b) => b.count - a.count)
    .slice(0, 2)
    .map(({ reaction, count }) => `${count} ${REACTION_NAMES[reaction] ?? reaction}`)
    .join(', ');
}
