import { useEffect, useRef, useState } from 'react';

import { useStore } from '@/lib/store';

import { lineAt, type Line } from './lines';
import type { Player } from './player';

/** The side panel, which scrolls by itself. */
const OUTLINE = '[data-outline]';
const HEARD = 'data-heard';
/** What has an action of its own. */
const CONTROLS = 'button, a, input, textarea, select, label, summary, [contenteditable="true"]';
/** A line that leaves this part of the window is brought to its upper third. */
const [HIGHEST, LOWEST] = [0.12, 0.6];
const RESTING = '28vh';

interface Following {
  following: boolean;
  follow: () => void;
}

/**
 * Ties the transcript (the element with the id "transcript", whose lines have their turns' ids) to
 * the player: a click on an entry plays from there, the line that is heard stands out and stays in
 * sight until the user scrolls away. `places` says where each entry is heard.
 */
export function useTranscript(
  player: Player,
  lines: readonly Line[],
  places: ReadonlyMap<string, number>,
): Following {
  const [following, setFollowing] = useState(true);
  const playing = useStore(player.state).playing;
  const current = useRef({ lines, places, following });
  useEffect(() => {
    current.current = { lines, places, following };
  });

  useEffect(() => {
    const clicked = (event: MouseEvent): void => {
      if (event.defaultPrevented || !(event.target instanceof Element)) return;
      if (event.target.closest(CONTROLS) !== null) {
        // Who goes to another moment by the panel reads there, while the sound goes on.
        if (player.state.get().playing && event.target.closest(OUTLINE)) setFollowing(false);
        return;
      }
      if (document.getSelection()?.isCollapsed === false) return;
      const at = placeOf(event.target, current.current.places);
      if (at === undefined) return;
      setFollowing(true);
      player.playFrom(at);
    };
    document.addEventListener('click', clicked);
    return () => document.removeEventListener('click', clicked);
  }, [player]);

  useEffect(() => {
    let shown: Element | null = null;
    let brought: Element | null = null;
    const show = (): void => {
      const { lines, following } = current.current;
      const begun = player.position.get() > 0 || player.state.get().playing;
      const line = begun ? lines[lineAt(lines, player.position.get())] : undefined;
      const element = line === undefined ? null : document.getElementById(line.id);
      const goesOn = element !== null && following && player.state.get().playing;
      if (goesOn && element !== brought) bringIntoSight(element);
      if (goesOn) brought = element;
      if (element === shown) return;
      shown?.removeAttribute(HEARD);
      element?.setAttribute(HEARD, '');
      shown = element;
    };
    const forget = [player.position.subscribe(show), player.state.subscribe(show)];
    return () => {
      for (const each of forget) each();
      shown?.removeAttribute(HEARD);
    };
  }, [player]);

  useEffect(() => {
    if (!playing) return;
    const scrolled = ({ target }: Event): void => {
      if (target instanceof Element && target.closest(OUTLINE) !== null) return;
      setFollowing(false);
    };
    window.addEventListener('wheel', scrolled, { passive: true });
    window.addEventListener('touchmove', scrolled, { passive: true });
    return () => {
      window.removeEventListener('wheel', scrolled);
      window.removeEventListener('touchmove', scrolled);
    };
  }, [playing]);

  return {
    following,
    follow: () => {
      setFollowing(true);
      const heard = document.querySelector(`#transcript [${HEARD}]`);
      if (heard !== null) bringIntoSight(heard);
    },
  };
}

function placeOf(target: Element, places: ReadonlyMap<string, number>): number | undefined {
  let entry = target.closest('#transcript [id]');
  while (entry !== null && !places.has(entry.id)) {
    entry = entry.parentElement?.closest('#transcript [id]') ?? null;
  }
  return entry === null ? undefined : places.get(entry.id);
}

function bringIntoSight(element: Element): void {
  const { top, bottom } = element.getBoundingClientRect();
  const height = window.innerHeight;
  if (top >= height * HIGHEST && bottom <= height * LOWEST) return;
  const still = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
  if (element instanceof HTMLElement) element.style.scrollMarginTop = RESTING;
  element.scrollIntoView({ block: 'start', behavior: still ? 'auto' : 'smooth' });
}
