import { useEffect, useRef, useState } from 'react';

import { useStore, type Store } from '@/lib/store';

import { Player, type PlayerState } from './player';
import { remembered, remember } from './remembered';
import { asRecorded, takenApart } from './sides';
import type { Span } from './silences';

interface PlayerOptions {
  /** Null: there is nothing to play. */
  url: string | null;
  durationMs: number;
  spoken: readonly Span[];
  twoSides: boolean;
  /** The salesperson is right. */
  swapped: boolean;
}

/** The player of one recording; closed with the page. */
export function usePlayer({
  url,
  durationMs,
  spoken,
  twoSides,
  swapped,
}: PlayerOptions): Player | null {
  const [player, setPlayer] = useState<Player | null>(null);
  const now = useRef(spoken);
  useEffect(() => {
    now.current = spoken;
  });
  useEffect(() => {
    if (url === null) return;
    const audio = new Audio(url);
    audio.preload = 'metadata';
    const made = new Player(audio, {
      durationMs,
      spoken: () => now.current,
      sides: twoSides ? () => takenApart(audio, swapped) : asRecorded,
      chosen: remembered(),
    });
    const forget = made.state.subscribe(() => remember(made.state.get()));
    setPlayer(made);
    return () => {
      forget();
      made.close();
      // The browser goes on loading otherwise.
      audio.removeAttribute('src');
      audio.load();
      setPlayer(null);
    };
  }, [url, durationMs, twoSides, swapped]);
  return player;
}

export function usePlayerState(player: Player): PlayerState {
  return useStore(player.state);
}

/** What `of` makes of a store's value; the component is drawn again only when that changes. */
export function usePart<T, P extends string | number | boolean>(
  store: Store<T>,
  of: (value: T) => P,
): P {
  const [part, setPart] = useState(() => of(store.get()));
  const current = useRef(of);
  useEffect(() => {
    current.current = of;
  });
  useEffect(() => {
    const changed = (): void => setPart(current.current(store.get()));
    changed();
    return store.subscribe(changed);
  }, [store]);
  return part;
}
