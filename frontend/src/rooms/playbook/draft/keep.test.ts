import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { detailOf } from '../fakeServer';
import { editingOf, forgetEditing } from './editings';
import { keptDraft } from './keep';
import { sampleContent } from './sample';

beforeEach(() => {
  sessionStorage.clear();
  forgetEditing('sample');
  vi.useFakeTimers();
});
afterEach(() => void vi.useRealTimers());

it('keeps a draft while it says something else than the server', () => {
  const editing = editingOf(detailOf());
  editing.set('product', { name: 'Mine' });
  vi.runAllTimers();
  expect(keptDraft('sample')?.draft.product.name).toBe('Mine');
  editing.undo();
  vi.runAllTimers();
  expect(keptDraft('sample')).toBeUndefined();
});

it('keeps it at once when the page goes away', () => {
  editingOf(detailOf()).set('product', { name: 'Mine' });
  window.dispatchEvent(new Event('pagehide'));
  expect(keptDraft('sample')?.draft.product.name).toBe('Mine');
});

it('goes on after a reload, on the version it began from', async () => {
  editingOf(detailOf()).set('product', { name: 'Mine' });
  vi.runAllTimers();
  // A reload: the module is new, the storage is not.
  vi.resetModules();
  const reloaded = await import('./editings');
  const state = reloaded.editingOf(detailOf({ version: 9 })).store.get();
  expect(state).toMatchObject({ changed: true, draft: { product: { name: 'Mine' } } });
  expect(state.base.version).toBe(3);
});

it('follows the server as long as nothing was changed', () => {
  const editing = editingOf(detailOf());
  const theirs = { ...sampleContent(), name: 'Theirs' };
  expect(editingOf(detailOf({ version: 4, playbook: theirs }))).toBe(editing);
  expect(editing.store.get()).toMatchObject({ base: { version: 4 }, draft: { name: 'Theirs' } });
  editing.set('playbook', { name: 'Mine' });
  editingOf(detailOf({ version: 5 }));
  expect(editing.store.get()).toMatchObject({ base: { version: 4 }, draft: { name: 'Mine' } });
});

it.each(['nonsense', '{"shape": 1}', '{"shape": 2, "base": {"version": 1}}', 'null'])(
  'begins anew when what is kept cannot be read: %s',
  (kept) => {
    sessionStorage.setItem('salescoach.playbook.sample', kept);
    expect(keptDraft('sample')).toBeUndefined();
  },
);
