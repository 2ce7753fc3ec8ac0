import { useCallback, useEffect, useRef, useState } from 'react';

import { canSpeak, playLine, type Line, type Playing } from './lineSound';

/** Plays the line, and stops when the view goes. `can` is false where there is nothing to hear. */
export function useLineSound(line: Line) {
  const playing = useRef<Playing | null>(null);
  const [busy, setBusy] = useState(false);
  useEffect(() => () => playing.current?.stop(), []);
  const play = useCallback(() => {
    playing.current?.stop();
    const now = playLine(line);
    playing.current = now;
    setBusy(true);
    void now.done.finally(() => {
      if (playing.current === now) setBusy(false);
    });
  }, [line]);
  const stop = useCallback(() => playing.current?.stop(), []);
  return { can: line.recorded || canSpeak(), busy, play, stop };
}
