import { useSyncExternalStore } from 'react';

function subscribe(listener: () => void): () => void {
  window.addEventListener('online', listener);
  window.addEventListener('offline', listener);
  return () => {
    window.removeEventListener('online', listener);
    window.removeEventListener('offline', listener);
  };
}

/** Whether the browser believes it has a network. */
export function useOnline(): boolean {
  return useSyncExternalStore(subscribe, () => navigator.onLine);
}

const OWN = ['localhost', '127.0.0.1', '[::1]'];

/** No way to the server for want of a network. One on the same computer does not need any. */
export function useOffline(): boolean {
  return !useOnline() && !OWN.includes(location.hostname);
}
