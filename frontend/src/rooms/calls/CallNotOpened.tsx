import { Link } from '@tanstack/react-router';
import { SearchX } from 'lucide-react';

import { buttonClass } from '@/ui/Button';
import { Empty } from '@/ui/Empty';
import { NotLoaded } from '@/ui/NotLoaded';
import { ApiError } from '@/wire/api';

interface CallNotOpenedProps {
  error: Error;
  onRetry: () => void;
}

/** In the place of a call that is not there, or could not be read just now. */
export function CallNotOpened({ error, onRetry }: CallNotOpenedProps) {
  if (error instanceof ApiError && error.status === 404) {
    return (
      <Empty
        icon={<SearchX />}
        level={1}
        title="There is no such call"
        action={
          <Link to="/calls" className={buttonClass('primary')}>
            To the history
          </Link>
        }
      >
        It may have been deleted, or the link is not whole.
      </Empty>
    );
  }
  return (
    <NotLoaded
      level={1}
      title="This call could not be opened"
      error={error}
      onRetry={onRetry}
      action={
        <Link to="/calls" className={buttonClass('secondary')}>
          To the history
        </Link>
      }
    />
  );
}
