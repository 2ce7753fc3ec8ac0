import type { Cue } from '@/wire/messages';

type Kind = Cue['kind'];

interface CueWords {
  name: string;
  /** When it comes, in the words of somebody who sells. */
  meaning: string;
  /** What the figure counts, read after it. */
  after: string;
}

export const CUE_WORDS: Record<Kind, CueWords> = {
  pause: {
    name: 'Pause',
    meaning: 'As soon as the customer objects: wait before you answer.',
    after: 'seconds to wait',
  },
  fast_answer: {
    name: 'Answered at once',
    meaning: 'When you answer an objection sooner than this after their last word.',
    after: 'seconds',
  },
  speed_up: {
    name: 'Speeding up',
    meaning: 'When you talk this much faster after an objection than before it.',
    after: 'percent faster',
  },
  interruption: {
    name: 'Cutting in',
    meaning: 'When you began to speak into their words so often within three minutes.',
    after: 'times',
  },
  monologue: {
    name: 'Long monologue',
    meaning: 'When you have talked for so long without them.',
    after: 'seconds',
  },
  talk_ratio: {
    name: 'Talking too much',
    meaning: 'When your share of the talk goes above this, from the third minute on.',
    after: 'percent of the talk',
  },
  pace: {
    name: 'Talking fast',
    meaning: 'When your last minute was faster than this.',
    after: 'words a minute',
  },
  silence: {
    name: 'Long silence',
    meaning: 'When nobody has said anything for so long, unless you have just asked something.',
    after: 'seconds',
  },
  few_questions: {
    name: 'Few questions',
    meaning: 'When you are well behind so many questions in half an hour.',
    after: 'questions',
  },
  many_questions: {
    name: 'Many questions',
    meaning: 'When you ask more than this before you have told them anything.',
    after: 'questions',
  },
  never_say: {
    name: 'Things never to say',
    meaning: 'When you say what your playbook lists as never to be said.',
    after: '',
  },
};

export const CUE_GROUPS: readonly { title: string; kinds: readonly Kind[] }[] = [
  { title: 'After an objection', kinds: ['pause', 'fast_answer', 'speed_up'] },
  { title: 'How you talk', kinds: ['talk_ratio', 'monologue', 'pace', 'interruption'] },
  { title: 'What you ask', kinds: ['few_questions', 'many_questions', 'silence'] },
  { title: 'What you say', kinds: ['never_say'] },
];
