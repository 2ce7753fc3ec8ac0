import { CloudAlert } from 'lucide-react';

import { Button } from '@/ui/Button';
import { Empty } from '@/ui/Empty';
import { Skeleton } from '@/ui/Skeleton';

interface LoadingProps {
  /** Why they could not be loaded; null while they are on their way. */
  unreadable: Error | null;
  retry: () => void;
}

/** A section whose settings are not there yet. */
export function Loading({ unreadable, retry }: LoadingProps) {
  if (unreadable !== null) {
    return (
      <Empty
        icon={<CloudAlert />}
        title="The settings could not be loaded"
        action={
          <Button tone="primary" onClick={retry}>
            Try again
          </Button>
        }
      >
        {unreadable.message}
      </Empty>
    );
  }
  return (
    <div role="status" aria-label="Loading the settings" className="mt-8 space-y-3">
      {Array.from({ length: 5 }, (_, row) => (
        <Skeleton key={row} className="h-16" />
      ))}
    </div>
  );
}
