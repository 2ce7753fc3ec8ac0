import { Mic, Square } from 'lucide-react';
import { useId, useRef, useState, type KeyboardEvent } from 'react';

import { useHotkeys } from '@/lib/hotkeys';
import { useStore } from '@/lib/store';
import { Button } from '@/ui/Button';
import { LevelMeter, loudness } from '@/ui/LevelMeter';
import type { Answer } from '@/audio/answer';

import type { SaidBy } from './practiceApi';
import { useVoice } from './useVoice';

interface AnswerBoxProps {
  busy: boolean;
  error: string | null;
  onAnswer: (text: string, saidBy: SaidBy) => void;
}

const LONGEST = 2000;

/** What somebody would say: by voice, and put right by hand, or typed. */
export function AnswerBox({ busy, error, onAnswer }: AnswerBoxProps) {
  const [text, setText] = useState('');
  const [saidBy, setSaidBy] = useState<SaidBy>('typed');
  const box = useRef<HTMLTextAreaElement>(null);
  const id = useId();
  const { voice, start, stop } = useVoice((heard) => {
    setText(heard);
    setSaidBy('voice');
    box.current?.focus();
  });
  const recording = voice.state === 'recording';
  const idle = voice.state === 'off' || voice.state === 'failed';
  useHotkeys({ v: () => (recording ? stop() : idle && start()) }, !busy);

  const send = (): void => {
    if (text.trim() !== '' && !busy) onAnswer(text, saidBy);
  };
  const keys = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    send();
  };

  return (
    <div className="mt-8">
      <label htmlFor={id} className="text-ink text-base font-semibold">
        What do you say?
      </label>
      {recording ? (
        <Recording answer={voice.answer} />
      ) : (
        <textarea
          ref={box}
          id={id}
          rows={3}
          maxLength={LONGEST}
          value={text}
          disabled={voice.state === 'hearing'}
          placeholder={voice.state === 'hearing' ? 'Listening to it…' : 'Two or three sentences'}
          onChange={(event) => {
            setText(event.target.value);
            if (event.target.value === '') setSaidBy('typed');
          }}
          onKeyDown={keys}
          className="bg-sheet text-ink placeholder:text-ink-faint mt-2 block w-full resize-none rounded-2xl px-4 py-3.5 text-lg shadow-[inset_0_0_0_1px_var(--edge)]"
        />
      )}
      <div className="mt-3 flex flex-wrap items-center gap-3">
        {recording ? (
          <Button tone="primary" icon={<Square aria-hidden />} onClick={stop}>
            Done speaking
          </Button>
        ) : (
          <>
            <Button
              tone={text === '' ? 'primary' : 'secondary'}
              icon={<Mic aria-hidden />}
              busy={!idle}
              onClick={start}
            >
              {voice.state === 'hearing'
                ? 'Listening to it'
                : text === ''
                  ? 'Say it'
                  : 'Say it again'}
            </Button>
            <Button
              tone={text === '' ? 'secondary' : 'primary'}
              busy={busy}
              disabled={text.trim() === ''}
              onClick={send}
            >
              Compare
            </Button>
          </>
        )}
        {saidBy === 'voice' && !recording && (
          <span className="text-ink-faint text-sm">Put right what was misheard.</span>
        )}
      </div>
      {(voice.state === 'failed' || error !== null) && (
        <p role="alert" className="text-alarm mt-3 text-base">
          {voice.state === 'failed' ? voice.message : error}
        </p>
      )}
    </div>
  );
}

function Recording({ answer }: { answer: Answer }) {
  const { microphone } = useStore(answer.levels);
  return (
    <div className="bg-sheet mt-2 flex h-[7.25rem] flex-col justify-center rounded-2xl px-5 shadow-[inset_0_0_0_1px_var(--edge)]">
      <p role="status" className="text-ink-soft mb-3 text-base">
        Speak as you would to them.
      </p>
      <LevelMeter label="Your voice" level={loudness(microphone.rms)} />
    </div>
  );
}
