import type { CaptureFace } from '@/audio/capture';
import { NOTHING_YET, SoundCheck, type SoundReport } from '@/audio/soundCheck';
import type { SourceState } from '@/audio/types';
import { createStore, type Store } from '@/lib/store';

/** Which opening a source stands for: another device or another share is another one. */
function openingOf(source: SourceState): SourceState | null {
  return source.status === 'open' ? source : null;
}

function same(a: SoundReport, b: SoundReport): boolean {
  return (
    a.headphones === b.headphones &&
    a.heard.microphone === b.heard.microphone &&
    a.heard.customer === b.heard.customer &&
    a.silent.microphone === b.silent.microphone &&
    a.silent.customer === b.silent.customer
  );
}

/** What the sound check says of a capture, changing as the sound does. */
export function checkSound(capture: CaptureFace, now: () => number): Store<SoundReport> {
  const report = createStore(NOTHING_YET);
  const check = new SoundCheck();
  const openings: Record<'microphone' | 'customer', SourceState | null> = {
    microphone: null,
    customer: null,
  };
  const followSources = () => {
    for (const side of ['microphone', 'customer'] as const) {
      const opening = openingOf(capture.sources.get()[side]);
      if (opening === openings[side]) continue;
      openings[side] = opening;
      check.opened(side, opening ? now() : null);
    }
  };
  const judge = () => {
    const next = check.levels(capture.levels.get(), now());
    if (!same(next, report.get())) report.set(next);
  };
  followSources();
  capture.sources.subscribe(followSources);
  capture.levels.subscribe(judge);
  return report;
}
