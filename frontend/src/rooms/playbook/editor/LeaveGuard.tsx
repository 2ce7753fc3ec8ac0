import { useBlocker } from '@tanstack/react-router';
import { useSyncExternalStore } from 'react';

import { Banner } from '@/ui/Banner';
import { Button } from '@/ui/Button';
import { Window } from '@/ui/Window';

import { useShell } from './shell';

/** Asks before unsaved changes are left: in the page, and by the browser before it is closed. */
export function LeaveGuard() {
  const { detail, editing, saving } = useShell();
  const { store } = editing;
  const changed = useSyncExternalStore(store.subscribe, () => store.get().changed);
  const home = `/playbooks/${detail.id}`;
  const blocker = useBlocker({
    shouldBlockFn: ({ next }) =>
      store.get().changed && next.pathname !== home && !next.pathname.startsWith(`${home}/`),
    enableBeforeUnload: () => store.get().changed,
    withResolver: true,
    disabled: !changed,
  });
  if (blocker.status !== 'blocked') return null;
  const { proceed, reset } = blocker;
  const saveAndLeave = async (): Promise<void> => {
    if (await saving.save()) proceed();
    else if (store.get().problems.length > 0) reset();
  };
  return (
    <Window
      open
      onOpenChange={(open) => !open && reset()}
      title="Save your changes?"
      description={`“${detail.name}” has changes that are not saved.`}
      className="max-w-md"
    >
      {saving.trouble !== null && (
        <Banner tone="alarm" title="It could not be saved" className="mb-4">
          {saving.trouble.kind === 'failed'
            ? saving.trouble.message
            : 'Stay here to see what happened.'}
        </Banner>
      )}
      <div className="flex flex-wrap justify-end gap-2">
        <Button
          tone="quiet"
          className="mr-auto"
          onClick={() => {
            editing.reset(store.get().base);
            proceed();
          }}
        >
          Discard them
        </Button>
        <Button onClick={reset}>Stay</Button>
        <Button tone="primary" busy={saving.busy} onClick={() => void saveAndLeave()}>
          Save and leave
        </Button>
      </div>
    </Window>
  );
}
