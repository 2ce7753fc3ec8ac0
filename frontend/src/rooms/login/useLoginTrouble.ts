import { useNow } from '@/ui/useNow';
import { ApiError } from '@/wire/api';

interface LoginTrouble {
  /** What to tell, null when there is nothing. */
  text: string | null;
  /** It has to be waited before the next try. */
  waits: boolean;
}

/** What stands in the way, with the seconds that are left of a wait. */
export function useLoginTrouble(error: Error | null): LoginTrouble {
  const until = error instanceof ApiError && error.status === 429 ? error.retryAtMs : null;
  const now = useNow(500, until !== null);
  if (error === null) return { text: null, waits: false };
  if (until !== null) {
    const seconds = Math.ceil((until - now) / 1000);
    if (seconds <= 0) return { text: null, waits: false };
    return { text: `Too many tries. Try again in ${seconds} s.`, waits: true };
  }
  if (error instanceof ApiError && error.code === 'wrong_token') {
    return { text: 'That is not the token of this server.', waits: false };
  }
  return { text: error.message, waits: false };
}
