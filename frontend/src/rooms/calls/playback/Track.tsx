import { useEffect, useRef, useState } from 'react';

import { clock } from '@/ui/time';
import { speakerName } from '@/ui/words';

import { LaneRow } from './LaneRow';
import type { CallMap, LaneMark } from './lanes';
import { Legend } from './MarkShape';
import type { Player } from './player';
import { SeekBar } from './SeekBar';
import type { Waveform } from './soundApi';
import { StageRow } from './StageRow';

interface TrackProps {
  map: CallMap;
  durationMs: number;
  customer: string | null;
  player: Player | null;
  waveform: Waveform | undefined;
  /** The salesperson is the second of its channels. */
  swapped: boolean;
  showsLanes: boolean;
  /** Plays or shows what happened there. */
  onGo: (at: number, key: string) => void;
}

const LABEL = 'text-ink-faint flex items-center truncate pr-3 text-xs max-sm:hidden';
const ROW = 'grid sm:grid-cols-[5.5rem_minmax(0,1fr)]';

/** The call from left to right: how it sounded, and under it what happened when. */
export function Track(props: TrackProps) {
  const { map, durationMs, customer, player, waveform, swapped, showsLanes, onGo } = props;
  const area = useRef<HTMLDivElement>(null);
  const [pointed, setPointed] = useState<LaneMark | null>(null);
  const does = player === null ? 'show in the transcript' : 'play from here';

  useEffect(() => {
    const element = area.current;
    if (player === null || element === null) return;
    const place = (): void => {
      const played = Math.min(1, player.position.get() / durationMs);
      element.style.setProperty('--played', `${(played * 100).toFixed(3)}%`);
    };
    place();
    return player.position.subscribe(place);
  }, [player, durationMs]);

  return (
    <>
      <div ref={area} className="relative [--played:0%]">
        {player !== null && (
          <div className={ROW}>
            <div aria-hidden className="text-xs max-sm:hidden">
              <p className="text-accent flex h-7 items-center truncate pr-3 font-semibold">You</p>
              <p className="text-ink-soft flex h-7 items-center truncate pr-3 font-semibold">
                {speakerName('customer', customer)}
              </p>
            </div>
            <SeekBar
              player={player}
              waveform={waveform}
              swapped={swapped}
              durationMs={durationMs}
            />
          </div>
        )}
        {showsLanes && map.stages.length > 0 && (
          <div className={ROW}>
            <span aria-hidden className={LABEL}>
              Stages
            </span>
            <StageRow
              stages={map.stages}
              durationMs={durationMs}
              does={does}
              onGo={({ startMs, key }) => onGo(startMs, key)}
            />
          </div>
        )}
        {showsLanes &&
          map.lanes.map((lane) => (
            <div key={lane.name} className={ROW}>
              <span aria-hidden className={LABEL}>
                {lane.name}
              </span>
              <LaneRow
                lane={lane}
                durationMs={durationMs}
                does={does}
                onGo={({ at, key }) => onGo(at, key)}
                onPoint={setPointed}
              />
            </div>
          ))}
        {player !== null && (
          <div
            aria-hidden
            className="pointer-events-none absolute inset-y-0 right-0 left-0 sm:left-22"
          >
            <div className="bg-ink absolute inset-y-0 left-(--played) w-px" />
          </div>
        )}
        {pointed !== null && <Pointed mark={pointed} durationMs={durationMs} />}
      </div>
      {showsLanes && (
        <div className={ROW}>
          <span className="max-sm:hidden" />
          <Legend map={map} />
        </div>
      )}
    </>
  );
}

/** What the mark under the pointer or the focus stands for. */
function Pointed({ mark, durationMs }: { mark: LaneMark; durationMs: number }) {
  const place = Math.min(1, mark.at / durationMs);
  return (
    <div
      aria-hidden
      className="pointer-events-none absolute right-0 bottom-full left-0 mb-1 sm:left-22"
    >
      <p
        style={{ left: `${place * 100}%`, transform: `translateX(-${place * 100}%)` }}
        className="animate-fade bg-ink text-canvas shadow-float figures absolute bottom-0 max-w-80 truncate rounded-lg px-2.5 py-1.5 text-sm whitespace-nowrap"
      >
        <span className="font-semibold">{clock(mark.at)}</span> {mark.name}
      </p>
    </div>
  );
}
