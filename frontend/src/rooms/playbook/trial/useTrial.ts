import { useEffect, useState } from 'react';

import { ApiError } from '@/wire/api';

import { tryPlaybook, type PlaybookContent, type Trial, type TryTurn } from '../playbookApi';

const REST_MS = 350;
const PATIENCE = 4;

export interface TrialState {
  /** The last answer, also while the next one is awaited. */
  trial: Trial | null;
  asking: boolean;
  error: Error | null;
}

const NOTHING: TrialState = { trial: null, asking: false, error: null };

/**
 * What a call would make of a customer's words, asked anew when they or the playbook rest from
 * changing. An answer that is overtaken by a change is never shown.
 */
export function useTrial(
  id: string,
  text: string,
  before: string,
  /** The playbook as it is being written; null for the one that is saved. */
  draft: PlaybookContent | null,
  /** Grows to ask once more. */
  attempt = 0,
): TrialState {
  const [state, setState] = useState(NOTHING);
  const said = text.trim();
  const earlier = before.trim();

  useEffect(() => {
    if (said === '') return;
    const stop = new AbortController();
    const ask = async (): Promise<void> => {
      setState(({ trial }) => ({ trial, asking: true, error: null }));
      const context: TryTurn[] = earlier === '' ? [] : [{ speaker: 'salesperson', text: earlier }];
      try {
        const trial = await patiently(() => tryPlaybook(id, said, context, draft, stop.signal));
        setState({ trial, asking: false, error: null });
      } catch (cause) {
        if (stop.signal.aborted) return;
        const error = cause instanceof Error ? cause : new Error(String(cause));
        setState(({ trial }) => ({ trial, asking: false, error }));
      }
    };
    const timer = setTimeout(() => void ask(), REST_MS);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [id, said, earlier, draft, attempt]);

  return said === '' ? NOTHING : state;
}

/**
 * A playbook that was never heard before is read through first, which can outlast a request; what was
 * read is kept, so asking again gets further.
 */
export async function patiently<T>(ask: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await ask();
    } catch (cause) {
      const late = cause instanceof ApiError && cause.code === 'timeout';
      if (!late || attempt === PATIENCE) throw cause;
    }
  }
}
