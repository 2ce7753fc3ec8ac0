import { Link, useRouterState } from '@tanstack/react-router';
import { Hourglass, KeyRound } from 'lucide-react';

import { useStore } from '@/lib/store';
import { useNow } from '@/ui/useNow';
import { busyUntilMs, loginEnded } from '@/wire/standing';

const LINE =
  'flex shrink-0 items-center justify-center gap-2 px-4 py-2 text-base font-medium [&_svg]:size-4';

/** Says why nothing new comes: the login has ended, or the server was asked too often. */
export function StandingBanner() {
  const ended = useStore(loginEnded);
  const until = useStore(busyUntilMs);
  const here = useRouterState({ select: (state) => state.location.href });
  const now = useNow(500, until !== null);
  if (ended) {
    return (
      <p role="status" className={`bg-caution-soft text-caution ${LINE}`}>
        <KeyRound aria-hidden />
        Your login has ended. A call that is running goes on.
        <Link to="/login" search={{ next: here }} className="underline underline-offset-4">
          Log in again
        </Link>
      </p>
    );
  }
  const seconds = until === null ? 0 : Math.ceil((until - now) / 1000);
  if (seconds <= 0) return null;
  return (
    <p role="status" className={`bg-accent-soft text-accent ${LINE}`}>
      <Hourglass aria-hidden />
      <span>
        Many requests at once. The page goes on by itself in{' '}
        <span className="figures">{seconds}</span> s.
      </span>
    </p>
  );
}
