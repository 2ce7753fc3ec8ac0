import { useEffect } from 'react';

/**
 * Keeps the screen on while `active`. The browser takes the lock away whenever the page is hidden,
 * so it is asked for again when the page comes back; a refusal (low battery) is no error.
 */
export function useWakeLock(active: boolean): void {
  useEffect(() => {
    if (!active || !('wakeLock' in navigator)) return;
    let lock: WakeLockSentinel | null = null;
    let over = false;
    const acquire = async () => {
      if (over || document.visibilityState !== 'visible') return;
      try {
        const got = await navigator.wakeLock.request('screen');
        if (over as boolean) await got.release();
        else lock = got;
      } catch {
        lock = null;
      }
    };
    const visible = () => void acquire();
    document.addEventListener('visibilitychange', visible);
    void acquire();
    return () => {
      over = true;
      document.removeEventListener('visibilitychange', visible);
      void lock?.release();
    };
  }, [active]);
}
