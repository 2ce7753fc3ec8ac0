import { useQuery } from '@tanstack/react-query';
import { ChevronDown, ChevronUp } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';

import { cx } from '@/ui/cx';
import { IconButton } from '@/ui/IconButton';
import { Skeleton } from '@/ui/Skeleton';
import type { CallEvent } from '@/wire/messages';

import { analysisQuery } from '../review/reviewQueries';
import type { Entry } from '../timeline';
import { mapOf, placesOf, swappedSince } from './lanes';
import { LivePlayer } from './LivePlayer';
import { spokenSpans } from './silences';
import { audioUrl, soundQuery, waveformQuery } from './soundApi';
import { Track } from './Track';
import { usePlayer } from './usePlayer';

interface PlaybackProps {
  callId: string;
  durationMs: number;
  customer: string | null;
  entries: readonly Entry[];
  events: readonly CallEvent[];
  /** Lines from before the first of `entries` are not loaded yet. */
  hasEarlier: boolean;
  /** The turn that the page's address asks for: it is played first. */
  moment: string | null;
  /** Shows an entry in the transcript. */
  onShow: (key: string) => void;
}

/** The call from left to right: a player docked to the window if its sound was kept, else a map
 * that stands in the page. */
export function Playback(props: PlaybackProps) {
  const { callId, customer, entries, events, hasEarlier, moment, onShow } = props;
  const sound = useQuery(soundQuery(callId));
  const kept = sound.data?.state === 'kept';
  const waveform = useQuery({ ...waveformQuery(callId), enabled: kept });
  const lines = useMemo(
    () => entries.flatMap((entry) => (entry.kind === 'turn' ? [entry.turn] : [])),
    [entries],
  );
  const durationMs = Math.max(
    props.durationMs,
    waveform.data?.duration_ms ?? 0,
    lines.at(-1)?.end_ms ?? 0,
    1,
  );
  const analysis = useQuery(analysisQuery(callId));
  const counted = analysis.data?.status === 'ready' ? analysis.data.objections : null;
  const map = useMemo(
    () => mapOf(entries, events, durationMs, counted),
    [entries, events, durationMs, counted],
  );
  const places = useMemo(() => placesOf(entries), [entries]);
  const spoken = useMemo(() => {
    const first = lines[0];
    // What was said before is not known here, so nothing of it is left out.
    const before =
      hasEarlier && first !== undefined ? [{ start_ms: 0, end_ms: first.start_ms }] : [];
    return spokenSpans([...before, ...lines]);
  }, [lines, hasEarlier]);
  const swapped = swappedSince(events);
  const twoSides = waveform.data?.peaks.length === 2;
  const settled = kept && !waveform.isPending;
  const url = settled ? audioUrl(callId) : null;
  const player = usePlayer({ url, durationMs, spoken, twoSides, swapped });
  const [showsLanes, setShowsLanes] = useState(() => window.innerHeight >= 900);

  const start = lines.find(({ id }) => id === moment)?.start_ms;
  useEffect(() => {
    if (player === null || start === undefined || player.state.get().playing) return;
    player.seek(start);
  }, [player, start]);

  const isEmpty = map.stages.length === 0 && map.lanes.length === 0;
  if (sound.isPending || (!kept && isEmpty)) return null;
  const hidden = isEmpty || (kept && !showsLanes);
  return (
    <aside
      aria-label={kept ? 'Player' : 'Map of the call'}
      aria-busy={kept && player === null}
      data-docked={kept ? '' : undefined}
      className={cx(kept && 'sticky bottom-0 z-20 -mx-4 mt-12 -mb-20 sm:-mx-6')}
    >
      <div
        className={cx(
          'bg-sheet relative px-4 pt-3 pb-4 sm:px-6',
          kept
            ? 'shadow-float border-line rounded-t-2xl border-t'
            : 'shadow-sheet mt-6 rounded-2xl',
        )}
      >
        {player !== null && (
          <LivePlayer
            player={player}
            lines={lines}
            places={places}
            durationMs={durationMs}
            customer={customer}
            twoSides={twoSides}
            fileUrl={audioUrl(callId)}
            toggleLanes={
              isEmpty ? null : (
                <IconButton
                  label={showsLanes ? 'Hide what happened' : 'Show what happened'}
                  aria-expanded={showsLanes}
                  icon={showsLanes ? <ChevronDown aria-hidden /> : <ChevronUp aria-hidden />}
                  onClick={() => setShowsLanes(!showsLanes)}
                />
              )
            }
          />
        )}
        {kept && player === null && (
          // As high as the controls and the waveform that take its place.
          <>
            <Skeleton className="h-11 w-40" />
            <Skeleton className="mt-2 h-14" />
          </>
        )}
        {sound.data?.state === 'preparing' && (
          <p role="status" className="text-ink-faint mb-1 text-sm">
            The recording is being prepared.
          </p>
        )}
        <div className={cx(player !== null && 'mt-2')}>
          <Track
            map={map}
            durationMs={durationMs}
            customer={customer}
            player={player}
            waveform={waveform.data}
            swapped={swapped}
            showsLanes={!hidden}
            onGo={(at, key) => {
              if (player === null) onShow(key);
              else player.playFrom(at);
            }}
          />
        </div>
      </div>
    </aside>
  );
}
