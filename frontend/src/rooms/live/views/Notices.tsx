import { Banner } from '@/ui/Banner';
import { Button } from '@/ui/Button';
import { useNow } from '@/ui/useNow';

import type { LiveState } from '../state/types';

interface NoticesProps {
  state: LiveState;
  onShareAgain: () => void;
  onPickMicrophone: () => void;
  onUnmute: () => void;
  onUnpause: () => void;
}

/** What stands in the way right now, the gravest first, each with its mend. */
export function Notices({ state, ...on }: NoticesProps) {
  const { connection, trouble, degraded, phase } = state;
  const notices = [];

  if (connection === 'offline' || connection === 'reconnecting') {
    notices.push(<Reconnecting key="connection" state={state} />);
  }
  if (connection === 'taken_over') {
    notices.push(
      <Banner key="taken" tone="caution" title="This call goes on in another window">
        Look for it there. This page no longer takes part.
      </Banner>,
    );
  }
  if (trouble.microphone === 'lost') {
    notices.push(
      <Banner
        key="mic"
        tone="alarm"
        title="Your microphone is gone"
        action={
          <Button size="sm" onClick={on.onPickMicrophone}>
            Use another one
          </Button>
        }
      >
        It was unplugged or switched off. The customer is still heard.
      </Banner>,
    );
  } else if (trouble.microphone === 'suspended') {
    notices.push(
      <Banner
        key="mic"
        tone="alarm"
        title="The browser has stopped the sound"
        action={
          <Button size="sm" onClick={on.onPickMicrophone}>
            Listen again
          </Button>
        }
      >
        It happens when the computer was asleep.
      </Banner>,
    );
  } else if (trouble.microphone === 'muted_by_system') {
    notices.push(
      <Banner key="mic" tone="caution" title="Your microphone is muted outside this page">
        Look for the mute button of the headset or of the system.
      </Banner>,
    );
  } else if (trouble.microphone === 'talking_while_muted') {
    notices.push(
      <Banner
        key="mic"
        tone="caution"
        title="You are talking, and you are muted here"
        action={
          <Button size="sm" onClick={on.onUnmute}>
            Unmute
          </Button>
        }
      />,
    );
  }
  if (trouble.share !== undefined) {
    notices.push(
      <Banner
        key="share"
        tone="alarm"
        title={
          trouble.share === 'ended'
            ? 'The meeting is no longer shared'
            : "The customer's device is gone"
        }
        action={
          <Button size="sm" onClick={on.onShareAgain}>
            Share again
          </Button>
        }
      >
        The customer is not heard until it is back.
      </Banner>,
    );
  }
  if (degraded.storage !== undefined) {
    notices.push(
      <Banner key="storage" tone="alarm" title="The disk of the server is full">
        The call goes on. What is said now is kept here until there is room.
      </Banner>,
    );
  }
  if (trouble.audioLostS !== undefined) {
    notices.push(
      <Banner
        key="lost"
        tone="caution"
        title={`${Math.round(trouble.audioLostS)} s of sound could not be kept`}
      >
        The connection was away too long. The transcript shows where.
      </Banner>,
    );
  }
  if (degraded.transcriber !== undefined) {
    notices.push(
      <Banner key="transcriber" tone="caution" title="The transcript is catching up">
        Lines may come a little later. Nothing is lost.
      </Banner>,
    );
  }
  if (degraded.coach !== undefined) {
    notices.push(
      <Banner key="coach" tone="info" title="The embedded coach has taken over">
        The language model does not answer.
      </Banner>,
    );
  }
  if (phase === 'paused') {
    notices.push(
      <Banner
        key="paused"
        tone="caution"
        title="Off the record"
        action={
          <Button size="sm" onClick={on.onUnpause}>
            Go on
          </Button>
        }
      >
        Nothing is heard, sent or kept.
      </Banner>,
    );
  }
  if (notices.length === 0) return null;
  return <div className="flex shrink-0 flex-col gap-2 px-4 pb-3 sm:px-6">{notices}</div>;
}

function Reconnecting({ state }: { state: LiveState }) {
  const now = useNow(500);
  const wait = state.retryAtMs === null ? 0 : Math.ceil((state.retryAtMs - now) / 1000);
  const kept = state.trouble.audioWaitingS;
  return (
    <Banner
      tone="caution"
      title={state.connection === 'offline' ? 'No connection' : 'Reconnecting'}
    >
      <span className="figures">
        The call goes on and is kept here
        {kept === undefined ? '' : ` (${Math.round(kept)} s so far)`}.
        {wait > 0 && ` Next try in ${wait} s.`}
      </span>
    </Banner>
  );
}
