import { WifiOff } from 'lucide-react';

import { useOffline } from '@/lib/online';

/** Says that the computer has no network. */
export function OfflineBanner() {
  if (!useOffline()) return null;
  return (
    <p
      role="status"
      className="bg-caution-soft text-caution flex shrink-0 items-center justify-center gap-2 px-4 py-2 text-base font-medium"
    >
      <WifiOff aria-hidden className="size-4" />
      You are offline. Sales Coach comes back by itself when the network does.
    </p>
  );
}
