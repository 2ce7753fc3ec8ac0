import { beforeEach, describe, expect, it } from 'vitest';

import { keepDraft, keptDraft, missing, NO_ANSWERS, refused, sentAnswers, stepOf } from './answers';

const answers = {
  ...NO_ANSWERS,
  template: 'b2b_software',
  product: ' Mowbert ',
  pitch: 'It cuts the grass.',
  price: '$1,200',
  facts: ['', 'It runs two hours. ', '  ', 'It stops in the rain.'],
  rivals: [
    { name: '', say: '' },
    { name: 'Grasshopper', say: '' },
    { name: 'A gardener', say: 'He sleeps at night.' },
  ],
};

beforeEach(() => keepDraft(null));

it('asks only for what is needed', () => {
  expect(Object.keys(missing('template', NO_ANSWERS))).toEqual(['template']);
  expect(Object.keys(missing('product', NO_ANSWERS))).toEqual(['product', 'pitch', 'price']);
  expect(Object.keys(missing('facts', NO_ANSWERS))).toEqual(['facts[0]']);
  expect(missing('rivals', NO_ANSWERS)).toEqual({});
  for (const step of ['template', 'product', 'facts', 'rivals'] as const) {
    expect(missing(step, answers)).toEqual({});
  }
  const nameless = { ...answers, rivals: [{ name: ' ', say: 'We are better.' }] };
  expect(Object.keys(missing('rivals', nameless))).toEqual(['competitors[0].name']);
});

it('sends what was said and nothing blank', () => {
  expect(sentAnswers(answers)).toEqual({
    product: 'Mowbert',
    pitch: 'It cuts the grass.',
    price: '$1,200',
    facts: ['It runs two hours.', 'It stops in the rain.'],
    competitors: [
      { name: 'Grasshopper', say: null },
      { name: 'A gardener', say: 'He sleeps at night.' },
    ],
    ideal_customer: null,
    template: 'b2b_software',
  });
});

describe('a refusal', () => {
  it('is brought to the field that was asked', () => {
    const problems = [
      { path: 'facts[1]', message: 'a brace' },
      { path: 'competitors[1].say', message: 'too long' },
      { path: 'price', message: 'no slot' },
    ];
    expect(refused(answers, problems)).toEqual({
      'facts[3]': 'a brace',
      'competitors[2].say': 'too long',
      price: 'no slot',
    });
  });

  it('leads to its step', () => {
    expect(['facts[3]', 'competitors[2].say', 'price', 'template'].map(stepOf)).toEqual([
      'facts',
      'rivals',
      'product',
      'template',
    ]);
  });
});

it('survives a reload', () => {
  const nothing = { answers: NO_ANSWERS, at: 0 };
  expect(keptDraft()).toEqual(nothing);
  keepDraft({ answers, at: 2 });
  expect(keptDraft()).toEqual({ answers, at: 2 });
  for (const other of ['{"answers": {"facts": 3}}', '{"answers": {"rivals": [null]}}', '{']) {
    localStorage.setItem('salescoach.first-run', other);
    expect(keptDraft()).toEqual(nothing);
  }
  keepDraft({ answers: { ...answers, template: null }, at: 2 });
  expect(keptDraft().at).toBe(0);
  keepDraft({ answers, at: 99 });
  expect(keptDraft()).toEqual({ answers, at: 0 });
  keepDraft(null);
  expect(keptDraft()).toEqual(nothing);
});
