import { useState } from 'react';

import { ApiError } from '@/wire/api';

export interface Saving {
  state: 'idle' | 'saving' | 'saved';
  /** Why it was not kept. */
  refused: string | null;
  run: (work: Promise<unknown>) => Promise<boolean>;
  clear: () => void;
}

/** One field's way to the server: being saved, saved, or why not. */
export function useSaving(): Saving {
  const [state, setState] = useState<Saving['state']>('idle');
  const [refused, setRefused] = useState<string | null>(null);
  return {
    state,
    refused,
    run: async (work) => {
      setState('saving');
      setRefused(null);
      try {
        await work;
        setState('saved');
        return true;
      } catch (cause) {
        setState('idle');
        setRefused(reason(cause));
        return false;
      }
    },
    clear: () => {
      setState('idle');
      setRefused(null);
    },
  };
}

export function reason(cause: unknown): string {
  if (cause instanceof ApiError) return cause.problems[0]?.message ?? cause.message;
  return 'It could not be saved.';
}
