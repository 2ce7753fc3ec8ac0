import { audioUrl } from './practiceApi';

export interface Line {
  callId: string;
  /** Null where nobody knows it. */
  startMs: number | null;
  endMs: number | null;
  text: string;
  /** The call's sound may have been kept. */
  recorded: boolean;
}

/** A little before and after: recognised times are a little late. */
const AROUND_MS = 250;

export interface Playing {
  /** Resolves when it is over, or was stopped. */
  done: Promise<void>;
  stop: () => void;
}

/** Whether this browser can read aloud. */
export function canSpeak(): boolean {
  return 'speechSynthesis' in window && typeof SpeechSynthesisUtterance === 'function';
}

/** The line as it was recorded; where that is gone, read aloud by the browser. */
export function playLine(line: Line): Playing {
  let current: Playing | null = null;
  let stopped = false;
  const run = async (): Promise<void> => {
    const { startMs, endMs } = line;
    if (line.recorded && startMs !== null && endMs !== null) {
      try {
        current = playRecording(line.callId, startMs, endMs);
        await current.done;
        return;
      } catch {
        // Not kept, or this browser cannot play it.
      }
    }
    if (stopped || !canSpeak()) return;
    current = speak(line.text);
    await current.done;
  };
  return {
    done: run(),
    stop: () => {
      stopped = true;
      current?.stop();
    },
  };
}

function playRecording(callId: string, startMs: number, endMs: number): Playing {
  const audio = new Audio();
  let over: () => void = () => undefined;
  const done = new Promise<void>((resolve, reject) => {
    over = () => {
      audio.pause();
      resolve();
    };
    audio.addEventListener('error', () => reject(new Error('The sound cannot be played.')));
    audio.addEventListener('ended', over);
    audio.addEventListener('timeupdate', () => {
      if (audio.currentTime * 1000 >= endMs + AROUND_MS) over();
    });
    audio.addEventListener(
      'loadedmetadata',
      () => {
        audio.currentTime = Math.max(0, startMs - AROUND_MS) / 1000;
        audio.play().catch(reject);
      },
      { once: true },
    );
    audio.src = audioUrl(callId);
  });
  return { done, stop: () => over() };
}

function speak(text: string): Playing {
  const words = new SpeechSynthesisUtterance(text);
  words.lang = 'en-US';
  const done = new Promise<void>((resolve) => {
    words.addEventListener('end', () => resolve());
    words.addEventListener('error', () => resolve());
  });
  speechSynthesis.cancel();
  speechSynthesis.speak(words);
  return { done, stop: () => speechSynthesis.cancel() };
}
