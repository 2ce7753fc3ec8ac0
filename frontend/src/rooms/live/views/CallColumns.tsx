import { Tabs } from 'radix-ui';
import type { ReactNode, Ref } from 'react';

import { cx } from '@/ui/cx';
import { useMedia } from '@/ui/useMedia';

const PANES = [
  ['transcript', 'Transcript'],
  ['roadmap', 'Roadmap'],
  ['toolkit', 'Toolkit'],
] as const;
export type Pane = (typeof PANES)[number][0];

interface CallColumnsProps {
  focus: ReactNode;
  /** The place of the focus, to be reached by keys. */
  focusRef: Ref<HTMLDivElement>;
  /** A word under the focus, in a place of its own: it never covers anything. */
  word: ReactNode;
  transcript: ReactNode;
  roadmap: ReactNode;
  toolkit: ReactNode;
  /** What stands beside the focus where there is room for one thing only. */
  pane: Pane;
  onPane: (pane: Pane) => void;
}

/** Where the parts of a call stand: side by side, or one at a time beside the card. */
export function CallColumns({ focus, focusRef, word, pane, onPane, ...parts }: CallColumnsProps) {
  const wide = useMedia('(min-width: 1280px)');
  const coach = (className: string) => (
    <div className="flex min-h-0 flex-col">
      <div
        ref={focusRef}
        role="group"
        aria-label="The coach"
        tabIndex={0}
        className={cx('min-h-0 flex-1 overflow-y-auto pt-1', className)}
      >
        {focus}
      </div>
      {word}
    </div>
  );
  if (wide) {
    return (
      <div className="grid min-h-0 flex-1 grid-cols-[minmax(300px,1fr)_minmax(500px,1.7fr)_340px]">
        <div className="min-h-0 pt-1">{parts.transcript}</div>
        {coach('px-4 pb-6')}
        <div className="flex min-h-0 flex-col gap-6 overflow-y-auto py-1 pr-6 pl-4">
          {parts.roadmap}
          <div className="shrink-0">{parts.toolkit}</div>
        </div>
      </div>
    );
  }
  return (
    <div className="grid min-h-0 flex-1 grid-rows-[minmax(0,1.25fr)_minmax(0,1fr)] md:landscape:grid-cols-[minmax(0,1fr)_clamp(260px,36vw,360px)] md:landscape:grid-rows-1">
      {coach('px-4 pb-4 sm:px-6 md:landscape:pr-2')}
      <Tabs.Root
        value={pane}
        onValueChange={(next) => {
          const known = PANES.find(([id]) => id === next);
          if (known) onPane(known[0]);
        }}
        className="flex min-h-0 flex-col"
      >
        <Tabs.List aria-label="Beside the card" className="flex shrink-0 gap-1 px-4 pb-2">
          {PANES.map(([id, name]) => (
            <Tabs.Trigger
              key={id}
              value={id}
              className="text-ink-soft hover:text-ink data-[state=active]:bg-sunken data-[state=active]:text-ink h-9 cursor-pointer rounded-lg px-3 text-base font-medium"
            >
              {name}
            </Tabs.Trigger>
          ))}
        </Tabs.List>
        {PANES.map(([id]) => (
          <Tabs.Content
            key={id}
            value={id}
            tabIndex={-1}
            className={cx(
              'min-h-0 flex-1',
              id === 'roadmap' && 'flex flex-col gap-6 overflow-y-auto px-6 pb-4',
              id === 'toolkit' && 'px-6',
            )}
          >
            {parts[id]}
          </Tabs.Content>
        ))}
      </Tabs.Root>
    </div>
  );
}
