import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown, MessagesSquare } from 'lucide-react';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';

import { withLineEnd } from '@/lib/lineEnd';
import { Button } from '@/ui/Button';
import { cx } from '@/ui/cx';
import { clock, spell } from '@/ui/time';
import { gapText, speakerName } from '@/ui/words';

import type { GapLine, TurnLine } from '../state/types';
import { transcriptRows, type Row } from './transcriptRows';

const NEAR_END_PX = 56;
const NEAR_START_PX = 120;

interface TranscriptPaneProps {
  turns: readonly TurnLine[];
  gaps: readonly GapLine[];
  hasOlder: boolean;
  loadOlder: (beforeMs: number) => Promise<TurnLine[]>;
  customer: string | null;
  /** A turn to bring into view and point out; a new object points again. */
  pointAt?: { turnId: string } | null;
}

/** What was said, by whom. It follows the end unless the reader has scrolled away from it. */
export function TranscriptPane(props: TranscriptPaneProps) {
  const { turns, gaps, hasOlder, loadOlder, customer, pointAt } = props;
  const [older, setOlder] = useState<TurnLine[]>([]);
  const [exhausted, setExhausted] = useState(false);
  const [following, setFollowing] = useState(true);
  const box = useRef<HTMLDivElement>(null);
  const loading = useRef(false);
  const lastTop = useRef(0);
  const heightBefore = useRef<number | null>(null);

  const rows = useMemo(() => transcriptRows(older, turns, gaps), [older, turns, gaps]);
  // The compiler leaves this component alone, and it need not be memoised.
  // eslint-disable-next-line react-hooks/incompatible-library
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => 64,
    getItemKey: (index) => rows[index]?.key ?? index,
    initialRect: { width: 360, height: 720 },
    overscan: 8,
  });
  const total = virtual.getTotalSize();

  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return;
    if (heightBefore.current !== null) {
      element.scrollTop += element.scrollHeight - heightBefore.current;
      heightBefore.current = null;
    } else if (following) {
      element.scrollTop = element.scrollHeight;
    }
    lastTop.current = element.scrollTop;
  }, [rows, total, following]);

  const filled = rows.length > 0;
  useEffect(() => {
    const element = box.current;
    if (element === null || !following) return;
    const observer = new ResizeObserver(() => {
      element.scrollTop = element.scrollHeight;
    });
    observer.observe(element);
    if (element.firstElementChild) observer.observe(element.firstElementChild);
    return () => observer.disconnect();
  }, [following, filled]);

  useEffect(() => {
    if (!pointAt) return;
    const index = rows.findIndex((row) => row.key === pointAt.turnId);
    if (index < 0) return;
    setFollowing(false);
    virtual.scrollToIndex(index, { align: 'center' });
    // Only a new request moves the view: rows and virtual change with every word.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [pointAt]);

  const fetchOlder = async (): Promise<void> => {
    const first = rows.find((row) => row.kind === 'turn');
    if (loading.current || exhausted || !hasOlder || first === undefined) return;
    loading.current = true;
    try {
      const lines = await loadOlder(first.line.startMs);
      if (lines.length === 0) setExhausted(true);
      heightBefore.current = box.current?.scrollHeight ?? null;
      setOlder((known) => [...lines, ...known]);
    } finally {
      loading.current = false;
    }
  };

  const onScroll = (): void => {
    const element = box.current;
    if (element === null) return;
    const up = element.scrollTop < lastTop.current;
    lastTop.current = element.scrollTop;
    const left = element.scrollHeight - element.scrollTop - element.clientHeight;
    if (left < NEAR_END_PX) setFollowing(true);
    else if (up) setFollowing(false);
    if (up && element.scrollTop < NEAR_START_PX) void fetchOlder();
  };

  return (
    <section aria-label="Transcript" className="relative flex h-full min-h-0 flex-col">
      {rows.length === 0 ? (
        <div className="text-ink-faint flex flex-1 flex-col items-center justify-center px-8 text-center">
          <MessagesSquare aria-hidden className="mb-3 size-6 stroke-[1.5]" />
          <p className="text-base">The words appear here as they are spoken.</p>
        </div>
      ) : (
        <div
          ref={box}
          role="log"
          aria-live="off"
          aria-label="Lines of the call"
          tabIndex={0}
          onScroll={onScroll}
          className="min-h-0 flex-1 overflow-x-hidden overflow-y-auto overscroll-contain [mask-image:linear-gradient(transparent,black_1.25rem)] px-4 pb-4 [overflow-anchor:none] sm:px-6"
        >
          <div className="relative w-full" style={{ height: total }}>
            {virtual.getVirtualItems().map((item) => {
              const row = rows[item.index];
              if (row === undefined) return null;
              return (
                <div
                  key={item.key}
                  ref={virtual.measureElement}
                  data-index={item.index}
                  className="absolute top-0 left-0 w-full"
                  style={{ transform: `translateY(${item.start}px)` }}
                >
                  <RowView row={row} customer={customer} pointed={pointAt?.turnId === row.key} />
                </div>
              );
            })}
          </div>
        </div>
      )}
      {!following && rows.length > 0 && (
        <div className="pointer-events-none absolute inset-x-0 bottom-3 flex justify-center">
          <Button
            tone="primary"
            size="sm"
            icon={<ArrowDown aria-hidden />}
            className="shadow-float pointer-events-auto rounded-full px-3.5"
            onClick={() => setFollowing(true)}
          >
            Jump to now
          </Button>
        </div>
      )}
    </section>
  );
}

interface RowViewProps {
  row: Row;
  customer: string | null;
  pointed: boolean;
}

function RowView({ row, customer, pointed }: RowViewProps) {
  if (row.kind === 'gap') {
    const { startMs, endMs, reason } = row.gap;
    return (
      <p className="figures text-ink-faint before:bg-line after:bg-line flex items-center gap-3 py-3 text-sm before:h-px before:flex-1 after:h-px after:flex-1">
        {gapText(spell(endMs - startMs), reason)}
      </p>
    );
  }
  const { line, opens } = row;
  const mine = line.speaker === 'salesperson';
  return (
    <div
      className={cx(
        '-mx-2 rounded-lg px-2 pb-1.5',
        opens ? 'pt-3' : 'pt-0',
        pointed && 'bg-accent-soft',
      )}
    >
      {opens && (
        <p className="flex items-baseline justify-between gap-3 text-sm">
          <span className={cx('truncate font-semibold', mine ? 'text-accent' : 'text-ink')}>
            {speakerName(line.speaker, customer)}
          </span>
          <span className="figures text-ink-faint shrink-0">{clock(line.startMs)}</span>
        </p>
      )}
      <p
        data-interim={!line.isFinal || undefined}
        className={cx(
          'text-base break-words',
          line.isFinal ? (mine ? 'text-ink-soft' : 'text-ink') : 'text-ink-faint',
        )}
      >
        {line.isFinal ? withLineEnd(line.text) : line.text}
        {!line.isFinal && <span aria-hidden>{' …'}</span>}
      </p>
    </div>
  );
}
