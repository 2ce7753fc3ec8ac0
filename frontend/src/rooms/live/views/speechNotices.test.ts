import { describe, expect, it } from 'vitest';

import { liveState } from './fixtures';
import { noticesOf, type Notice } from './notices';

const of = (component: 'transcriber' | 'speech_service', reason: string): Notice | undefined =>
  noticesOf(liveState({ degraded: { [component]: reason } }), 0)[0];

describe('what the page says when the speech service fails', () => {
  it.each(['deepgram_cut', 'deepgram_slow', 'deepgram_idle', 'deepgram_down', 'deepgram_hangs'])(
    'tells that the transcript is being started again: %s',
    (reason) => {
      expect(of('transcriber', reason)).toMatchObject({
        tone: 'caution',
        title: 'The transcript has stopped for a moment.',
        text: 'It is being started again. What is said meanwhile comes late.',
      });
    },
  );

  it.each([
    ['deepgram_key_refused', 'Deepgram does not know the key. Copy it again.'],
    ['deepgram_not_allowed', 'The Deepgram key may not use this model.'],
    ['deepgram_out_of_credit', "Deepgram's credit is used up."],
    ['deepgram_request_refused', 'Deepgram refuses the chosen model or language.'],
    ['deepgram_unreachable', 'Deepgram takes over again when it answers.'],
    ['deepgram_busy', 'Deepgram takes over again when it answers.'],
  ])('tells who hears the call instead, and why: %s', (reason, text) => {
    expect(of('speech_service', reason)).toMatchObject({
      tone: 'info',
      title: 'The embedded speech engine is at work.',
      text,
    });
  });

  it('tells that the service is back, and what was lost at the end', () => {
    expect(of('transcriber', 'handing_back')?.title).toBe('Deepgram answers again.');
    expect(of('transcriber', 'last_words_lost')?.title).toBe(
      'The last words could not be written down.',
    );
  });
});
