import { useRef, useState, type KeyboardEvent } from 'react';

import { clock } from '@/ui/time';

import { keepFocus } from './keepFocus';
import type { Lane, LaneMark } from './lanes';
import { MarkShape } from './MarkShape';

interface LaneRowProps {
  lane: Lane;
  durationMs: number;
  /** What pressing a mark does, for its name: "play from here". */
  does: string;
  onGo: (mark: LaneMark) => void;
  onPoint: (mark: LaneMark | null) => void;
}

/** Marks of one kind along the call. One of them takes part in the order of Tab; arrows go on. */
export function LaneRow({ lane, durationMs, does, onGo, onPoint }: LaneRowProps) {
  const [reached, setReached] = useState(0);
  const row = useRef<HTMLDivElement>(null);
  const last = lane.marks.length - 1;
  const stop = Math.min(reached, last);

  const moved = (event: KeyboardEvent): void => {
    const to = { ArrowLeft: stop - 1, ArrowRight: stop + 1, Home: 0, End: last }[event.key];
    if (to === undefined || event.shiftKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const next = Math.min(last, Math.max(0, to));
    setReached(next);
    row.current?.querySelectorAll('button')[next]?.focus();
  };

  return (
    <div
      ref={row}
      role="toolbar"
      aria-label={lane.name}
      aria-orientation="horizontal"
      onKeyDown={moved}
      className="relative h-6"
    >
      {lane.marks.map((mark, place) => (
        <button
          key={mark.id}
          type="button"
          tabIndex={place === stop ? 0 : -1}
          aria-label={`${clock(mark.at)} ${mark.name}, ${does}`}
          onMouseDown={keepFocus}
          onClick={() => {
            setReached(place);
            onGo(mark);
          }}
          onFocus={() => onPoint(mark)}
          onBlur={() => onPoint(null)}
          onPointerEnter={() => onPoint(mark)}
          onPointerLeave={() => onPoint(null)}
          style={{ left: `${(Math.min(mark.at, durationMs) / durationMs) * 100}%` }}
          className="hover:bg-sunken absolute top-0 flex h-6 w-4 -translate-x-1/2 cursor-pointer items-center justify-center rounded-md"
        >
          <MarkShape kind={mark.kind} />
        </button>
      ))}
    </div>
  );
}
