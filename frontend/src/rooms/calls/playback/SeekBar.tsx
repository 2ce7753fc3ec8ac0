import { useRef, type KeyboardEvent, type PointerEvent } from 'react';

import { clock, spell } from '@/ui/time';

import type { Player } from './player';
import type { Waveform } from './soundApi';
import { usePart } from './usePlayer';
import { WaveformView } from './Waveform';

const STEPS_MS: Record<string, number> = {
  ArrowLeft: -5000,
  ArrowDown: -5000,
  ArrowRight: 5000,
  ArrowUp: 5000,
  PageDown: -30_000,
  PageUp: 30_000,
};

interface SeekBarProps {
  player: Player;
  waveform: Waveform | undefined;
  swapped: boolean;
  durationMs: number;
}

/** The waveform, to be pressed anywhere or moved along with keys. */
export function SeekBar({ player, waveform, swapped, durationMs }: SeekBarProps) {
  const bar = useRef<HTMLDivElement>(null);
  const second = usePart(player.position, (ms) => Math.floor(ms / 1000));

  const seekTo = (event: PointerEvent): void => {
    const box = bar.current?.getBoundingClientRect();
    if (box === undefined || box.width === 0) return;
    player.seek(((event.clientX - box.left) / box.width) * durationMs);
  };
  const pressed = (event: KeyboardEvent): void => {
    if (event.shiftKey || event.ctrlKey || event.metaKey || event.altKey) return;
    const step = STEPS_MS[event.key];
    if (step !== undefined) player.step(step);
    else if (event.key === 'Home') player.seek(0);
    else if (event.key === 'End') player.seek(durationMs);
    else if (event.key === ' ') player.toggle();
    else return;
    event.preventDefault();
  };

  return (
    <div
      ref={bar}
      role="slider"
      tabIndex={0}
      aria-label="Place in the recording"
      aria-valuemin={0}
      aria-valuemax={Math.round(durationMs / 1000)}
      aria-valuenow={second}
      aria-valuetext={`${spell(second * 1000)} of ${clock(durationMs)}`}
      onKeyDown={pressed}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        seekTo(event);
      }}
      onPointerMove={(event) => {
        if (event.currentTarget.hasPointerCapture(event.pointerId)) seekTo(event);
      }}
      className="relative h-14 cursor-pointer touch-none rounded-md"
    >
      {waveform === undefined ? (
        <div aria-hidden className="bg-line absolute inset-x-0 top-1/2 h-px" />
      ) : (
        <WaveformView waveform={waveform} swapped={swapped} durationMs={durationMs} />
      )}
    </div>
  );
}
