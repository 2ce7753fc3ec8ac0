import { Tag, Trash2, Trophy, UserRound, X } from 'lucide-react';
import { useState } from 'react';

import { Button } from '@/ui/Button';
import { IconButton } from '@/ui/IconButton';
import { Menu } from '@/ui/Menu';

import { CustomerWindow } from './edits/CustomerWindow';
import type { FoundCall, Outcome } from './historyApi';
import { useSetOutcome } from './historyQueries';
import type { HistorySearch } from './historySearch';
import { counted, OUTCOME_NAMES, OUTCOMES } from './historyWords';
import { KeepCalls } from './KeepCalls';
import { TagWindow } from './TagWindow';

interface SelectionBarProps {
  calls: readonly FoundCall[];
  /** How many are in the list. */
  shown: number;
  search: HistorySearch;
  onAll: () => void;
  onDelete: () => void;
  onClear: () => void;
}

/** What can be done to the calls that are selected, within reach wherever the list stands. */
export function SelectionBar({
  calls,
  shown,
  search,
  onAll,
  onDelete,
  onClear,
}: SelectionBarProps) {
  const [tagging, setTagging] = useState(false);
  const [naming, setNaming] = useState(false);
  const outcome = useSetOutcome();
  if (calls.length === 0) return null;
  const nameable = calls.filter(({ status, demo }) => status === 'ended' && demo !== true);
  const ids = calls.map(({ id }) => id);
  const say = (next: Outcome | null) => () => {
    outcome.mutate({ ids, outcome: next });
    return undefined;
  };
  return (
    <section
      aria-label="Selected calls"
      className="animate-arrive bg-sheet shadow-float sticky bottom-5 z-30 mx-auto mt-8 flex w-fit max-w-full flex-wrap items-center gap-1 rounded-2xl py-2 pr-2 pl-4"
    >
      <p role="status" className="text-ink mr-3 text-base font-semibold">
        {counted(calls.length, 'call')} selected
      </p>
      {calls.length < shown && (
        <Button tone="quiet" onClick={onAll}>
          Select all {shown}
        </Button>
      )}
      {nameable.length > 0 && (
        <Button tone="quiet" icon={<UserRound aria-hidden />} onClick={() => setNaming(true)}>
          Customer
        </Button>
      )}
      <Button tone="quiet" icon={<Tag aria-hidden />} onClick={() => setTagging(true)}>
        Tags
      </Button>
      <Menu
        align="start"
        groups={[
          OUTCOMES.map((each) => ({ label: OUTCOME_NAMES[each], onSelect: say(each) })),
          [{ label: 'No outcome', onSelect: say(null) }],
        ]}
      >
        <Button tone="quiet" icon={<Trophy aria-hidden />} busy={outcome.isPending}>
          Outcome
        </Button>
      </Menu>
      <KeepCalls ids={ids} search={search} />
      <Button tone="quiet" icon={<Trash2 aria-hidden />} onClick={onDelete}>
        Delete
      </Button>
      <IconButton label="Select none" icon={<X aria-hidden />} onClick={onClear} />
      {outcome.isError && (
        <p role="alert" className="text-alarm w-full px-1 text-sm">
          {outcome.error.message}
        </p>
      )}
      {naming && <CustomerWindow calls={nameable} onClose={() => setNaming(false)} />}
      {tagging && <TagWindow calls={calls} onClose={() => setTagging(false)} />}
    </section>
  );
}
