import { useEffect, useRef, useState } from 'react';

import { recordAnswer, type Answer } from '@/audio/answer';

import { hearAnswer } from './practiceApi';

export type Voice =
  | { state: 'off' }
  | { state: 'opening' }
  | { state: 'recording'; answer: Answer }
  | { state: 'hearing' }
  | { state: 'failed'; message: string };

const NOTHING_HEARD = 'No words were heard. Come closer to the microphone, or type your answer.';

/** An answer by voice: recorded until it is stopped, then heard by the server. */
export function useVoice(onHeard: (text: string) => void) {
  const [voice, setVoice] = useState<Voice>({ state: 'off' });
  const open = useRef<Answer | null>(null);
  const gone = useRef(false);

  useEffect(() => {
    gone.current = false;
    return () => {
      gone.current = true;
      open.current?.cancel();
      open.current = null;
    };
  }, []);

  const fail = (error: unknown): void => {
    const message = error instanceof Error ? error.message : 'The answer could not be heard.';
    setVoice({ state: 'failed', message });
  };

  const stop = async (): Promise<void> => {
    const answer = open.current;
    if (answer === null) return;
    open.current = null;
    setVoice({ state: 'hearing' });
    try {
      const text = await hearAnswer(await answer.finish());
      if (gone.current) return;
      if (text === '') setVoice({ state: 'failed', message: NOTHING_HEARD });
      else {
        setVoice({ state: 'off' });
        onHeard(text);
      }
    } catch (error) {
      fail(error);
    }
  };

  const start = async (): Promise<void> => {
    setVoice({ state: 'opening' });
    try {
      const answer = await recordAnswer(() => void stop());
      if (gone.current) {
        answer.cancel();
        return;
      }
      open.current = answer;
      setVoice({ state: 'recording', answer });
    } catch (error) {
      fail(error);
    }
  };

  return { voice, start: () => void start(), stop: () => void stop() };
}
