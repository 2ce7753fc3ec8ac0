import { loudness } from '@/ui/LevelMeter';

import type { Levels } from '../state/types';

const SHAPE = [0.35, 0.6, 0.85, 1, 0.7, 0.9, 0.55, 0.3];

/** Two voices, as they are heard: a sign of life while nothing needs to be said. */
export function Voices({ levels }: { levels: Levels }) {
  return (
    <div aria-hidden className="flex h-full items-center justify-center gap-6">
      <Voice level={loudness(levels.customer.rms)} color="bg-voice-customer" />
      <Voice level={loudness(levels.microphone.rms)} color="bg-accent" />
    </div>
  );
}

function Voice({ level, color }: { level: number; color: string }) {
  return (
    <div className="flex h-full items-center gap-1.5">
      {SHAPE.map((part, bar) => (
        <span
          key={bar}
          className={`w-1.5 rounded-full transition-[height] duration-100 ${color}`}
          style={{ height: `${8 + part * level * 44}px` }}
        />
      ))}
    </div>
  );
}
