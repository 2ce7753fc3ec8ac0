import { BookmarkCheck, Check } from 'lucide-react';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { createPortal } from 'react-dom';

import { focusIfLost } from '@/lib/focus';
import { useHotkeys } from '@/lib/hotkeys';
import { clock } from '@/ui/time';
import { Promises } from '@/ui/Promises';

import type { Vote } from '@/wire/messages';
import type { CallHandle } from '../state/types';
import { Balance } from './Balance';
import { CallBar } from './CallBar';
import { CallColumns, type Pane } from './CallColumns';
import { CardPane, currentCards } from './CardPane';
import { MICROPHONE_CHANNEL } from './channels';
import { CueToast, type Flash } from './CueToast';
import { LastTime } from './LastTime';
import { GuidancePane } from './GuidancePane';
import { ModelCost } from './ModelCost';
import { modelTrouble } from './modelWords';
import { Notices } from './Notices';
import type { PlaybookView } from './playbookView';
import { Roadmap } from './Roadmap';
import { ShortcutsWindow } from './ShortcutsWindow';
import { SmallCall } from './SmallCall';
import { Toolkit } from './Toolkit';
import { TranscriptPane } from './TranscriptPane';
import { useSmallWindow } from './useSmallWindow';

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
  const [pane, setPane] = useState<Pane>('transcript');
  const [pointAt, setPointAt] = useState<{ turnId: string } | null>(null);
  const [shortcuts, setShortcuts] = useState(false);
  const [asking, setAsking] = useState(false);
  const [flash, setFlash] = useState<Flash | null>(null);
  const search = useRef<HTMLInputElement>(null);
  const coach = useRef<HTMLDivElement>(null);
  const beforeSearch = useRef<Element | null>(null);
  // The button that began the call is gone with the view it stood in.
  useEffect(() => focusIfLost(coach.current), []);
  const leaveSearch = (): void => {
    const before = beforeSearch.current;
    beforeSearch.current = null;
    const back = before instanceof HTMLElement && before !== document.body && before.isConnected;
    (back ? before : coach.current)?.focus({ preventScroll: true });
  };
  const small = useSmallWindow('Sales Coach');

  const { now: card } = currentCards(state.suggestions);
  const paused = state.phase === 'paused';
  const togglePause = (): void => (paused ? call.unpause() : call.pause());
  const toggleMute = (): void => call.mute(MICROPHONE_CHANNEL);
  const mark = (): void => {
    const at = Date.now();
    call.markMoment();
    const text = `Marked at ${clock(at - (state.startedAtMs ?? at))}`;
    setFlash({ text, at, icon: BookmarkCheck });
  };
  const vote = (id: string, given: Vote | null): void => {
    call.vote(id, given);
    if (given !== 'useful') {
      setFlash({ text: given === null ? 'Taken back' : 'Noted', at: Date.now(), icon: Check });
    }
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
      beforeSearch.current = document.activeElement;
      setPane('toolkit');
      setTimeout(() => search.current?.focus());
    },
    '?': () => setShortcuts(true),
  };
  // What is asked back stands on the page, so the small window does not end a call.
  useHotkeys(
    { ...keys, e: () => state.phase !== 'ending' && setAsking(true) },
    !shortcuts && !asking,
  );
  useHotkeys(keys, small.small !== null, small.small);

  const customer = state.customer?.name ?? null;
  const trouble = modelTrouble(state.degraded.coach_service, state.engines?.coach);
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
    <>
      <Roadmap
        stage={state.stage}
        startedAt={state.startedAtMs}
        objectives={playbook.objectives}
        done={state.objectives}
        onSet={call.setObjective}
        onShow={showEvidence}
      />
      <Balance metrics={state.metrics} turns={state.turns.length} />
      <ModelCost spending={state.spending} trouble={trouble} />
      {state.promises.length > 0 && (
        <Promises promises={state.promises} customer={customer} onShow={showEvidence} />
      )}
      {state.customer !== null && <LastTime customer={state.customer} />}
    </>
  );
  const toolkit = (
    <Toolkit
      categories={playbook.categories}
      highlighted={state.highlightCategories}
      customer={customer}
      said={state.said}
      searchRef={search}
      onLeaveSearch={leaveSearch}
    />
  );
  const focus =
    state.mode === 'guidance' ? (
      <GuidancePane guidance={state.guidance} objectives={playbook.objectives} />
    ) : (
      <CardPane
        cards={state.suggestions}
        turns={state.turns}
        paused={paused}
        trouble={trouble}
        voices={voices}
        onUse={call.useSuggestion}
        onDismiss={call.dismissSuggestion}
        onVote={vote}
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
      <CallColumns
        focus={focus}
        focusRef={coach}
        word={<CueToast cue={state.cue} flash={flash} />}
        transcript={transcript}
        roadmap={roadmap}
        toolkit={toolkit}
        pane={pane}
        onPane={setPane}
      />
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
