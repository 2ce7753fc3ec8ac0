import { useState, type ReactNode } from 'react';

import { useHotkeys } from '@/lib/hotkeys';
import { Shortcuts, type Shortcut } from '@/ui/Shortcuts';
import { withLineEnd } from '@/lib/lineEnd';
import { speakerName } from '@/ui/words';

import type { Turn } from '../callsApi';
import { Controls } from './Controls';
import { nextLine } from './lines';
import type { Player } from './player';
import { usePlayerState } from './usePlayer';
import { useTranscript } from './useTranscript';

const STEP_MS = 5000;
const SHORTCUTS: readonly Shortcut[] = [
  ['Space', 'Play or pause'],
  ['← →', 'Five seconds back or on'],
  ['Shift ← →', 'The line before or after'],
  ['[ ]', 'Slower or faster'],
  ['S', 'Leave out silence'],
  ['F', 'Follow the transcript again'],
  ['?', 'This list'],
];

interface LivePlayerProps {
  player: Player;
  lines: readonly Turn[];
  /** Where each entry of the transcript is heard. */
  places: ReadonlyMap<string, number>;
  durationMs: number;
  customer: string | null;
  twoSides: boolean;
  fileUrl: string;
  toggleLanes: ReactNode;
}

/** The controls of a recording, its keys, and the transcript tied to it. */
export function LivePlayer(props: LivePlayerProps) {
  const { player, lines, places, customer, fileUrl, toggleLanes, ...rest } = props;
  const { failed } = usePlayerState(player);
  const { following, follow } = useTranscript(player, lines, places);
  const [shortcuts, setShortcuts] = useState(false);
  const [reached, setReached] = useState('');

  const toLine = (way: -1 | 1): void => {
    const line = nextLine(lines, player.position.get(), way);
    if (line === null) return;
    player.seek(line.start_ms);
    follow();
    const turn = lines.find(({ id }) => id === line.id);
    if (turn === undefined) return;
    setReached(`${speakerName(turn.speaker, customer)}: ${withLineEnd(turn.text)}`);
  };
  useHotkeys(
    {
      space: () => player.toggle(),
      arrowleft: () => player.step(-STEP_MS),
      arrowright: () => player.step(STEP_MS),
      'shift+arrowleft': () => toLine(-1),
      'shift+arrowright': () => toLine(1),
      '[': () => player.stepRate(-1),
      ']': () => player.stepRate(1),
      s: () => player.setSkipping(!player.state.get().skipping),
      f: follow,
      '?': () => setShortcuts(true),
    },
    !shortcuts,
  );

  return (
    <>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Controls
          {...rest}
          player={player}
          customer={customer}
          onFollow={following ? undefined : follow}
          onShortcuts={() => setShortcuts(true)}
        >
          {toggleLanes}
        </Controls>
      </div>
      {failed && (
        <p role="alert" className="text-alarm mt-1 text-sm">
          This browser cannot play the recording.{' '}
          <a href={fileUrl} download className="font-semibold underline underline-offset-2">
            Save it as a file
          </a>
        </p>
      )}
      <span role="status" className="sr-only">
        {reached}
      </span>
      <Shortcuts open={shortcuts} onOpenChange={setShortcuts} shortcuts={SHORTCUTS} />
    </>
  );
}
