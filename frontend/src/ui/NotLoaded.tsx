import { CloudAlert } from 'lucide-react';
import type { ReactNode } from 'react';

import { Button } from './Button';
import { Empty } from './Empty';

interface NotLoadedProps {
  /** What is missing, as a sentence without its full stop. */
  title: string;
  error: Error;
  onRetry: () => void;
  /** 1 where it is all there is on the page. */
  level?: 1 | 2;
  /** Another way to go on. */
  action?: ReactNode;
}

/** In the place of what could not be read from the server. */
export function NotLoaded({ title, error, onRetry, level, action }: NotLoadedProps) {
  return (
    <Empty
      icon={<CloudAlert />}
      level={level}
      title={title}
      action={
        <>
          <Button tone="primary" onClick={onRetry}>
            Try again
          </Button>
          {action}
        </>
      }
    >
      {error.message}
    </Empty>
  );
}
