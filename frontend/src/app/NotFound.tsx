import { Link } from '@tanstack/react-router';
import { Compass } from 'lucide-react';

import { buttonClass } from '@/ui/Button';
import { Empty } from '@/ui/Empty';

export function NotFound() {
  return (
    <Empty
      icon={<Compass />}
      level={1}
      title="There is no such page"
      action={
        <>
          <Link to="/" className={buttonClass('primary')}>
            Start a call
          </Link>
          <Link to="/calls" className={buttonClass('secondary')}>
            Open the history
          </Link>
        </>
      }
    >
      The address may be mistyped, or the page has moved.
    </Empty>
  );
}
