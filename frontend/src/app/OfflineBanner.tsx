import { WifiOff } from 'lucide-react';

import { useOnline } from '@/lib/online';

const OWN = ['localhost', '127.0.0.1', '[::1]'];

/** Says that the computer has no network. A server on the same computer does not need one. */
export function OfflineBanner() {
  const online = useOnline();
  if (online || OWN.includes(location.hostname)) return null;
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
