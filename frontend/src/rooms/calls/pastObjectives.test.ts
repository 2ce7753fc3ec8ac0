import { expect, it } from 'vitest';
import type { CallEvent } from '@/wire/messages';
import { pastObjectives, playbookOf } from './pastObjectives';

const evidence = { turn_id: 't1', quote: 'I am Dana.', start_ms: 0, end_ms: 900 };
const tick = (seq: number, id: string, done: boolean, by: 'coach' | 'user'): CallEvent => ({
  call_id: 'c',
  at_ms: seq,
  seq,
  type: 'objective',
  id,
  done,
  by,
  evidence: by === 'coach' ? evidence : null,
});

it('tells what was reached in the end, with the words it rests on', () => {
  const events = [
    tick(2, 'greet', true, 'coach'),
    tick(3, 'need', true, 'coach'),
    tick(4, 'greet', false, 'user'),
    tick(5, 'next', true, 'user'),
  ];
  expect(pastObjectives(events)).toEqual([
    { id: 'need', evidence },
    { id: 'next', evidence: null },
  ]);
});

it('knows no playbook of an empty log', () => {
  expect(playbookOf([])).toBeNull();
});
