import { expect, it } from 'vitest';
import type { CallEvent } from './messages';
import { PendingCommands } from './pending';

const base = { call_id: 'c', seq: 1, at_ms: 1 };

it('forgets a command once the server has answered it', () => {
  const pending = new PendingCommands();
  pending.add({ type: 'use_suggestion', id: 'a' });
  pending.add({ type: 'use_suggestion', id: 'b' });
  const used: CallEvent = { ...base, type: 'suggestion_used', id: 'b', by: 'user' };
  pending.confirm(used);
  expect(pending.repeat()).toEqual([{ type: 'use_suggestion', id: 'a' }]);
});

it('does not take the coach ticking an objective for an answer to the user', () => {
  const pending = new PendingCommands();
  pending.add({ type: 'set_objective', id: 'need', done: true });
  const ticked: CallEvent = {
    ...base,
    type: 'objective',
    id: 'need',
    done: true,
    evidence: null,
    by: 'coach',
  };
  pending.confirm(ticked);
  expect(pending.has('set_objective')).toBe(true);
  pending.confirm({ ...ticked, by: 'user' });
  expect(pending.has('set_objective')).toBe(false);
});

it('repeats a command once, and the end of the call until it is answered', () => {
  const pending = new PendingCommands();
  pending.add({ type: 'swap_speakers' });
  pending.add({ type: 'end_call' });
  expect(pending.repeat()).toHaveLength(2);
  expect(pending.repeat()).toEqual([{ type: 'end_call' }]);
  pending.confirm({ ...base, type: 'call_ended', duration_s: 1, reason: 'ended' });
  expect(pending.repeat()).toEqual([]);
});
