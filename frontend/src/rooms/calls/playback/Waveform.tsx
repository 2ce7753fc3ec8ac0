import { useMemo } from 'react';

import { cx } from '@/ui/cx';

import { bars, type Bars } from './bars';
import type { Waveform } from './soundApi';

const COUNT = 300;
const MIDDLE = 50;
const GAP = 1.5;

interface WaveformViewProps {
  waveform: Waveform;
  /** The salesperson is the second of its channels. */
  swapped: boolean;
  durationMs: number;
}

/** The salesperson's voice above the line, the customer's below; what has been heard is stronger. */
export function WaveformView({ waveform, swapped, durationMs }: WaveformViewProps) {
  const [upper, lower = upper] = useMemo(() => {
    const { peaks, point_ms } = waveform;
    const rows = swapped ? [...peaks].reverse() : peaks;
    return rows.map((row) => bars(row, point_ms, durationMs, COUNT));
  }, [waveform, swapped, durationMs]);
  const mixed = waveform.peaks.length < 2;
  if (upper === undefined || lower === undefined) return null;
  const drawing = (
    <>
      <path d={drawn(upper, -1)} className={mixed ? 'fill-ink-faint' : 'fill-accent'} />
      <path d={drawn(lower, 1)} className="fill-ink-faint" />
    </>
  );
  const svg = (className: string) => (
    <svg
      aria-hidden
      viewBox={`0 0 ${COUNT * 3} 100`}
      preserveAspectRatio="none"
      className={cx('absolute inset-0 size-full', className)}
    >
      {drawing}
    </svg>
  );
  return (
    <>
      {svg('opacity-40')}
      {svg('[clip-path:inset(0_calc(100%-var(--played))_0_0)]')}
    </>
  );
}

function drawn(heights: Bars, way: -1 | 1): string {
  return heights
    .map((height, place) => {
      const long = Math.max(height > 0 ? 1.5 : 0.6, height * (MIDDLE - GAP)) * way;
      return `M${place * 3} ${MIDDLE + GAP * way * 0.5}h2v${long.toFixed(1)}h-2z`;
    })
    .join('');
}
