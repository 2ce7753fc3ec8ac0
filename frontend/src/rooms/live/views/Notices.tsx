import { useEffect, useState } from 'react';

import { Banner } from '@/ui/Banner';
import { Button } from '@/ui/Button';
import { useNow } from '@/ui/useNow';

import type { LiveState } from '../state/types';
import { noticesOf, type Mend } from './notices';

const SLOW_END_MS = 10_000;

interface NoticesProps {
  state: LiveState;
  onMend: (what: Mend) => void;
}

/** What stands in the way, each with its mend; nothing when all is well. */
export function Notices({ state, onMend }: NoticesProps) {
  const now = useNow(500, state.retryAtMs !== null);
  const slow = useSlowEnd(state.phase === 'ending');
  const notices = noticesOf(state, now, slow);
  if (notices.length === 0) return null;
  return (
    <div className="grid shrink-0 gap-2 px-4 pb-3 sm:px-6 xl:grid-cols-[repeat(auto-fit,minmax(34rem,1fr))]">
      {notices.map(({ key, tone, title, text, mend }) => (
        <Banner
          key={key}
          compact
          tone={tone}
          title={title}
          action={
            mend && (
              <Button size="sm" onClick={() => onMend(mend.does)}>
                {mend.label}
              </Button>
            )
          }
        >
          {text}
        </Banner>
      ))}
    </div>
  );
}

/** Whether the end of the call has been waited for longer than anybody expects. */
function useSlowEnd(ending: boolean): boolean {
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    if (!ending) return;
    const timer = setTimeout(() => setSlow(true), SLOW_END_MS);
    return () => {
      clearTimeout(timer);
      setSlow(false);
    };
  }, [ending]);
  return slow;
}
