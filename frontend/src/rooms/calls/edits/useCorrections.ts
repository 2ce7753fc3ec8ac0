import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useCallback, useState } from 'react';

import { turnsQuery } from '../callQueries';
import type { Turn } from '../callsApi';
import { correctTurn, swapSpeakers, type Change } from './editsApi';
import { useReadAgain } from './useReadAgain';

/** What was done last, and how it is taken back. */
interface Done {
  id: string;
  text: string;
  undo: () => void;
}

export interface Corrections {
  correct: (turn: Turn, change: Change) => Promise<void>;
  swap: () => Promise<void>;
  swapping: boolean;
  error: Error | null;
  done: Done | null;
  forget: () => void;
}

let count = 0;

/** Corrects the lines of a call; everything that is shown of it is read again. */
export function useCorrections(callId: string): Corrections {
  const client = useQueryClient();
  const [done, setDone] = useState<Done | null>(null);

  const forget = useCallback(() => setDone(null), []);
  const readAgain = useReadAgain(callId);
  const correction = useMutation({
    mutationFn: ({ turn, change }: { turn: Turn; change: Change }) =>
      correctTurn(callId, turn.id, change),
    onSuccess: (corrected) => {
      client.setQueryData(turnsQuery(callId).queryKey, (known) =>
        known === undefined
          ? known
          : {
              ...known,
              pages: known.pages.map((page) => ({
                ...page,
                turns: page.turns.map((turn) => (turn.id === corrected.id ? corrected : turn)),
              })),
            },
      );
      return readAgain();
    },
  });
  const swapping = useMutation({ mutationFn: () => swapSpeakers(callId), onSuccess: readAgain });

  const say = (text: string, undo: () => void): void => {
    count += 1;
    setDone({ id: String(count), text, undo });
  };
  const correct = async (turn: Turn, change: Change): Promise<void> => {
    await correction.mutateAsync({ turn, change });
    say('The line is corrected', () => {
      setDone(null);
      correction.mutate({ turn, change: { text: turn.text, speaker: turn.speaker } });
    });
  };
  const swap = async (): Promise<void> => {
    await swapping.mutateAsync();
    say('You and the customer are swapped', () => {
      setDone(null);
      swapping.mutate();
    });
  };
  return {
    correct,
    swap,
    swapping: swapping.isPending,
    error: correction.error ?? swapping.error,
    done,
    forget,
  };
}
