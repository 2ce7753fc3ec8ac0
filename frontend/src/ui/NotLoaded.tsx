import { CloudAlert } from 'lucide-react';
import type { ReactNode } from 'react';

import { Button } from './Button';
import { Empty } from './Empty';
import { StatusLink } from './StatusLink';

interface NotLoadedProps {
  /** What is missing, as a sentence without its full stop. */
  title: string;
  error: Error;
  onRetry: () => void;
  /** 1 where it is all there is on the page. */
  level?: 1 | 2;
  /** Another way to go on. */
  action?: ReactNode;
  /** Offers to look at how the server is. */
  showsStatus?: boolean;
}

/** In the place of what could not be read from the server. */
export function NotLoaded(props: NotLoadedProps) {
  const { title, error, onRetry, level, action, showsStatus = true } = props;
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
          {showsStatus && <StatusLink to="/status" />}
        </>
      }
    >
      {error.message}
    </Empty>
  );
}
