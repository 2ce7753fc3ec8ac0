import { Tabs } from 'radix-ui';
import { useRef, useState, type ReactNode } from 'react';
import { createPortal } from 'react-dom';

import { useHotkeys } from '@/lib/hotkeys';
import { cx } from '@/ui/cx';
import { clock } from '@/ui/time';
import { Promises } from '@/ui/Promises';
import { useMedia } from '@/ui/useMedia';

import type { CallHandle } from '../state/types';
import { Balance } from './Balance';
import { CallBar } from './CallBar';
import { CardPane, currentCards } from './CardPane';
import { MICROPHONE_CHANNEL } from './channels';
import { CueToast, type Flash } from './CueToast';
import { GuidancePane } from './GuidancePane';
import { Notices } from './Notices';
import type { PlaybookView } from './playbookView';
import { Roadmap } from './Roadmap';
import { ShortcutsWindow } from './ShortcutsWindow';
import { SmallCall } from './SmallCall';
import { Toolkit } from './Toolkit';
import { TranscriptPane } from './TranscriptPane';
import { useSmallWindow } from './useSmallWindow';

const PANES = [
  ['transcript', 'Transcript'],
  ['roadmap', 'Roadmap'],
  ['toolkit', 'Toolkit'],
] as const;
type Pane = (typeof PANES)[number][0];

interface LiveViewProps {
  call: CallHandle;
  playbook: PlaybookView;
  voices?: ReactNode;
  onShareAgain: () => void;
  onPickMicrophone: () => void;
}

/** The call while it goes on: the card in the middle, everything else at its sides. */
export function LiveView({ call, playbook, voices, ...sound }: LiveViewProps) {
  const { state } = call;
  const wide = useMedia('(min-width: 1280px)');
  const [pane, setPane] = useState<Pane>('transcript');
  const [pointAt, setPointAt] = useState<{ turnId: string } | null>(null);
  const [shortcuts, setShortcuts] = useState(false);
  const [asking, setAsking] = useState(false);
  const [flash, setFlash] = useState<Flash | null>(null);
  const search = useRef<HTMLInputElement>(null);
  const small = useSmallWindow('Sales Coach');

  const { now: card } = currentCards(state.suggestions);
  const paused = state.phase === 'paused';
  const togglePause = (): void => (paused ? call.unpause() : call.pause());
  const toggleMute = (): void => call.mute(MICROPHONE_CHANNEL);
  const mark = (): void => {
    const at = Date.now();
    call.markMoment();
    setFlash({ text: `Marked at ${clock(at - (state.startedAtMs ?? at))}`, at });
  };
  const mend = {
    share: sound.onShareAgain,
    microphone: sound.onPickMicrophone,
    unmute: () => call.mute(MICROPHONE_CHANNEL, false),
    unpause: call.unpause,
    leave: call.reset,
  };
  const showEvidence = (turnId: string): void => {
    setPane('transcript');
    setPointAt({ turnId });
  };

  const keys = {
    u: () => card?.status === 'shown' && call.useSuggestion(card.id),
    d: () => card?.status === 'shown' && call.dismissSuggestion(card.id),
    m: mark,
    x: toggleMute,
    p: togglePause,
    g: () => call.setMode(state.mode === 'guidance' ? 'suggestion' : 'guidance'),
    '/': () => {
      setPane('toolkit');
      setTimeout(() => search.current?.focus());
    },
    '?': () => setShortcuts(true),
  };
  useHotkeys(keys, !shortcuts && !asking);
  useHotkeys(keys, small.small !== null, small.small);

  const customer = state.customer?.name ?? null;
  const transcript = (
    <TranscriptPane
      key={state.callId}
      turns={state.turns}
      gaps={state.gaps}
      hasOlder={state.hasOlderTurns}
      loadOlder={call.loadOlderTurns}
      customer={customer}
      pointAt={pointAt}
    />
  );
  const roadmap = (
    <Roadmap
      stage={state.stage}
      startedAt={state.startedAtMs}
      objectives={playbook.objectives}
      done={state.objectives}
      onSet={call.setObjective}
    />
  );
  const promises = state.promises.length > 0 && (
    <Promises promises={state.promises} customer={customer} onShow={showEvidence} />
  );
  const balance = <Balance metrics={state.metrics} turns={state.turns.length} />;
  const toolkit = (
    <Toolkit
      categories={playbook.categories}
      highlighted={state.highlightCategories}
      customer={customer}
      said={state.said}
      searchRef={search}
    />
  );
  const focus =
    state.mode === 'guidance' ? (
      <GuidancePane guidance={state.guidance} objectives={playbook.objectives} />
    ) : (
      <CardPane
        cards={state.suggestions}
        paused={paused}
        voices={voices}
        onUse={call.useSuggestion}
        onDismiss={call.dismissSuggestion}
        onVote={call.vote}
        onShowEvidence={showEvidence}
      />
    );

  return (
    <div className="flex h-full flex-col">
      <CallBar
        state={state}
        asking={asking}
        onAsking={setAsking}
        onMute={toggleMute}
        onPause={togglePause}
        onSwap={call.swapSpeakers}
        onMark={mark}
        onMode={call.setMode}
        onEnd={call.end}
        onShortcuts={() => setShortcuts(true)}
        onSmallWindow={small.supported ? () => void small.open() : undefined}
      />
      <Notices state={state} onMend={(what) => mend[what]()} />
      {wide ? (
        <div className="grid min-h-0 flex-1 grid-cols-[minmax(300px,1fr)_minmax(500px,1.7fr)_340px]">
          <div className="min-h-0 pt-1">{transcript}</div>
          <div
            role="group"
            aria-label="The coach"
            tabIndex={0}
            className="min-h-0 overflow-y-auto px-4 pt-1 pb-6"
          >
            {focus}
          </div>
          <div className="flex min-h-0 flex-col gap-6 overflow-y-auto py-1 pr-6 pl-4">
            {roadmap}
            {balance}
            {promises}
            <div className="min-h-72 flex-1">{toolkit}</div>
          </div>
        </div>
      ) : (
        <div className="grid min-h-0 flex-1 grid-rows-[minmax(0,1.25fr)_minmax(0,1fr)] lg:grid-cols-[minmax(0,1fr)_360px] lg:grid-rows-1">
          <div
            role="group"
            aria-label="The coach"
            tabIndex={0}
            className="min-h-0 overflow-y-auto px-4 pt-1 pb-4 sm:px-6 lg:pr-2"
          >
            {focus}
          </div>
          <Tabs.Root
            value={pane}
            onValueChange={(next) => {
              const known = PANES.find(([id]) => id === next);
              if (known) setPane(known[0]);
            }}
            className="flex min-h-0 flex-col"
          >
            <Tabs.List aria-label="Beside the card" className="flex shrink-0 gap-1 px-4 pb-2">
              {PANES.map(([id, name]) => (
                <Tabs.Trigger
                  key={id}
                  value={id}
                  className="text-ink-soft hover:text-ink data-[state=active]:bg-sunken data-[state=active]:text-ink h-9 cursor-pointer rounded-lg px-3 text-base font-medium"
                >
                  {name}
                </Tabs.Trigger>
              ))}
            </Tabs.List>
            {(['transcript', 'roadmap', 'toolkit'] as const).map((id) => (
              <Tabs.Content
                key={id}
                value={id}
                tabIndex={-1}
                className={cx(
                  'min-h-0 flex-1',
                  id === 'roadmap' && 'space-y-6 overflow-y-auto px-6 pb-4',
                  id === 'toolkit' && 'px-6',
                )}
              >
                {id === 'transcript' && transcript}
                {id === 'roadmap' && (
                  <>
                    {roadmap}
                    {balance}
                    {promises}
                  </>
                )}
                {id === 'toolkit' && toolkit}
              </Tabs.Content>
            ))}
          </Tabs.Root>
        </div>
      )}
      <CueToast cue={state.cue} flash={flash} />
      <ShortcutsWindow open={shortcuts} onOpenChange={setShortcuts} />
      {small.small &&
        createPortal(
          <SmallCall
            state={state}
            onUse={call.useSuggestion}
            onPause={togglePause}
            onMute={toggleMute}
          />,
          small.small.document.body,
        )}
    </div>
  );
}
