import {
  CircleHelp,
  FastForward,
  Gauge,
  Hourglass,
  MessageSquareMore,
  MessagesSquare,
  OctagonAlert,
  PauseCircle,
  Scale,
  Split,
  type LucideIcon,
} from 'lucide-react';

import { cx } from '@/ui/cx';
import { useNow } from '@/ui/useNow';

import type { Cue } from '@/wire/messages';
import type { LiveState } from '../state/types';

const CUE_MS = 7000;
const FLASH_MS = 2200;
const ICONS: Record<Cue['kind'], LucideIcon> = {
  pause: PauseCircle,
  fast_answer: FastForward,
  speed_up: Gauge,
  interruption: Split,
  monologue: MessageSquareMore,
  talk_ratio: Scale,
  pace: Gauge,
  silence: Hourglass,
  few_questions: CircleHelp,
  many_questions: MessagesSquare,
  never_say: OctagonAlert,
};

/** The answer to something the user did; `at` is wall clock. */
export interface Flash {
  text: string;
  at: number;
  icon: LucideIcon;
}

interface CueToastProps {
  cue: LiveState['cue'];
  flash: Flash | null;
}

/** A word on delivery, or on what was just done: gone by itself. It takes its place while it is. */
export function CueToast({ cue, flash }: CueToastProps) {
  const now = useNow(400, cue !== null || flash !== null);
  let said: { key: number; text: string; icon: LucideIcon } | null = null;
  if (flash !== null && now - flash.at < FLASH_MS) {
    said = { key: flash.at, text: flash.text, icon: flash.icon };
  } else if (cue !== null && now - cue.receivedAt < CUE_MS) {
    said = { key: cue.receivedAt, text: cue.text, icon: ICONS[cue.kind] };
  }
  return (
    <div
      role="status"
      className={cx('flex shrink-0 justify-center px-4', said !== null && 'pt-2 pb-5')}
    >
      {said !== null && (
        <p
          key={said.key}
          className="animate-arrive bg-ink text-canvas shadow-float flex items-center gap-2.5 rounded-full px-5 py-2.5 text-base font-medium"
        >
          <said.icon aria-hidden className="size-[18px]" />
          {said.text}
        </p>
      )}
    </div>
  );
}
