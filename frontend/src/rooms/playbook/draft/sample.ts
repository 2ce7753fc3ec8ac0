/** A small playbook for tests. */
import type { PlaybookContent } from './content';

export function sampleContent(): PlaybookContent {
  return {
    id: 'sample',
    name: 'Garden robots',
    version: 3,
    product: {
      name: 'Mowbert',
      pitch: 'Mowbert cuts the grass while you are away.',
      price: '$1,200',
      ideal_customer: 'Hotels with a lawn.',
      facts: [
        { id: 'battery', text: 'It runs two hours.', asks: ['How long does it run?'] },
        { id: 'rain', text: 'It stops when it rains.', asks: [] },
      ],
    },
    categories: [
      {
        id: 'price',
        name: 'Price',
        signal: 'objection',
        objection_type: 'price',
        scripts: [
          {
            id: 'too_expensive',
            name: 'Too expensive',
            text: 'Compared to what, {customer_name}?',
            when_to_use: 'They find it dear.',
            triggers: ["That's a lot of money.", 'We can not afford that.'],
          },
          {
            id: 'no_budget',
            name: 'No budget',
            text: 'When does the next one begin?',
            when_to_use: 'The money is spent.',
            triggers: ['There is no budget left.'],
          },
        ],
      },
      {
        id: 'closing',
        name: 'Closing',
        signal: 'buying_signal',
        objection_type: null,
        scripts: [
          {
            id: 'next_step',
            name: 'Next step',
            text: 'Shall we try it on Monday?',
            when_to_use: 'They want to start.',
            triggers: ['How do we get one?'],
          },
        ],
      },
      {
        id: 'opener',
        name: 'Opener',
        signal: null,
        objection_type: null,
        scripts: [
          {
            id: 'hello',
            name: 'Hello',
            text: 'Who cuts your lawn?',
            when_to_use: 'The call begins.',
            triggers: [],
          },
        ],
      },
    ],
    objectives: [
      {
        id: 'purpose',
        stage: 'opening',
        text: 'Say why you call',
        said_by: 'salesperson',
        asks: [],
        done_when: ['I am calling about your lawn.'],
      },
      {
        id: 'lawn_size',
        stage: 'discovery',
        text: 'Learn how big the lawn is',
        said_by: null,
        asks: [],
        done_when: ['About two acres.'],
      },
    ],
    questions: [
      {
        question: 'Who cuts it today?',
        alternatives: ['How do you do it now?'],
        when_to_use: 'At the start.',
        stage: 'discovery',
      },
    ],
    stages: (['opening', 'discovery', 'pitch', 'objection', 'close'] as const).map((stage) => ({
      stage,
      direction: `What to do in ${stage}.`,
      why: 'Because it helps.',
      sounds_like: ['Good morning.'],
      talking_points: ['It is quiet.'],
    })),
    competitors: [
      { name: 'Grasshopper', say: 'It needs a wire, we do not.', also_called: ['hopper'] },
    ],
    vocabulary: [{ term: 'Mowbert', sounds_like: ['mow bird'] }],
    never_say: ['It never fails.'],
  };
}
