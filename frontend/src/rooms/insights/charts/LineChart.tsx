import { useLayoutEffect, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';

import { labelled, segments, ticks, type Dot } from './scale';

export interface Point {
  label: string;
  /** null: nothing was measured. */
  value: number | null;
  /** Rests on few calls: drawn hollow. */
  few?: boolean;
  /** All of it in words. */
  text: string;
}

interface LineChartProps {
  label: string;
  points: readonly Point[];
  /** Where the axis ends at least. */
  most: number;
  axis: (value: number) => string;
  at: number;
  onAt: (place: number) => void;
}

const HEIGHT = 228;
const TOP = 12;
const BOTTOM = 30;
const LEFT = 40;
const RIGHT = 14;
const LABEL_WIDTH = 72;

/** Values in time. The arrow keys walk from point to point; each is said in words. */
export function LineChart({ label, points, most, axis, at, onAt }: LineChartProps) {
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const marks = ticks(Math.max(most, ...points.map(({ value }) => value ?? 0)));
  const top = marks.at(-1) ?? 1;
  const wide = Math.max(1, width - LEFT - RIGHT);
  const tall = HEIGHT - TOP - BOTTOM;
  const last = points.length - 1;
  const x = (place: number): number => LEFT + (last > 0 ? (place / last) * wide : wide / 2);
  const y = (value: number): number => TOP + tall - (value / top) * tall;
  const dots = points.map(({ value }, place): Dot | null =>
    value === null ? null : { x: x(place), y: y(value) },
  );
  const chosen = points[at];
  const dot = dots[at] ?? null;

  const walk = (event: KeyboardEvent): void => {
    const steps: Record<string, number> = {
      ArrowLeft: at - 1,
      ArrowDown: at - 1,
      ArrowRight: at + 1,
      ArrowUp: at + 1,
      Home: 0,
      End: last,
    };
    const next = steps[event.key];
    if (next === undefined) return;
    event.preventDefault();
    onAt(Math.min(last, Math.max(0, next)));
  };

  const point = (event: PointerEvent): void => {
    const left = box.current?.getBoundingClientRect().left ?? 0;
    const place = Math.round(((event.clientX - left - LEFT) / wide) * Math.max(1, last));
    onAt(Math.min(last, Math.max(0, place)));
  };

  return (
    <div
      ref={box}
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-orientation="horizontal"
      aria-valuemin={1}
      aria-valuemax={points.length}
      aria-valuenow={at + 1}
      aria-valuetext={chosen?.text ?? ''}
      onKeyDown={walk}
      onPointerMove={point}
      onPointerDown={point}
      className="w-full touch-pan-y rounded-xl"
    >
      <svg aria-hidden width="100%" height={HEIGHT} className="block">
        {marks.map((value) => (
          <g key={value}>
            <line
              x1={LEFT}
              x2={width - RIGHT}
              y1={y(value)}
              y2={y(value)}
              className="stroke-line"
              strokeDasharray={value === 0 ? undefined : '2 5'}
            />
            <text
              x={LEFT - 10}
              y={y(value)}
              dominantBaseline="middle"
              textAnchor="end"
              className="figures fill-ink-faint text-xs"
            >
              {axis(value)}
            </text>
          </g>
        ))}
        {labelled(points.length, Math.floor(wide / LABEL_WIDTH)).map((place) => (
          <text
            key={place}
            x={x(place)}
            y={HEIGHT - 8}
            textAnchor={place === last && last > 0 ? 'end' : 'middle'}
            className="fill-ink-faint text-xs"
          >
            {points[place]?.label}
          </text>
        ))}
        {chosen !== undefined && (
          <line
            x1={x(at)}
            x2={x(at)}
            y1={TOP}
            y2={TOP + tall}
            className="stroke-edge"
            strokeOpacity={0.55}
          />
        )}
        {segments(dots).map((line) => (
          <polyline
            key={line[0]?.x}
            points={line.map((each) => `${each.x},${each.y}`).join(' ')}
            fill="none"
            strokeWidth={2}
            strokeLinejoin="round"
            strokeLinecap="round"
            className="stroke-accent"
          />
        ))}
        {dots.map((each, place) =>
          each === null ? null : (
            <circle
              key={place}
              cx={each.x}
              cy={each.y}
              r={points.length > 60 ? 2 : 3.5}
              strokeWidth={2}
              className={
                points[place]?.few ? 'fill-canvas stroke-accent' : 'fill-accent stroke-accent'
              }
            />
          ),
        )}
        {dot !== null && (
          <circle cx={dot.x} cy={dot.y} r={7} strokeWidth={2} fill="none" className="stroke-ink" />
        )}
      </svg>
    </div>
  );
}

function useWidth(box: { current: HTMLElement | null }): number {
  const [width, setWidth] = useState(640);
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return;
    const watch = new ResizeObserver(() => setWidth(element.clientWidth));
    watch.observe(element);
    return () => watch.disconnect();
  }, [box]);
  return width;
}
