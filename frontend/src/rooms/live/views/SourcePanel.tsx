import { Check } from 'lucide-react';
import type { ReactNode } from 'react';

import { Banner } from '@/ui/Banner';
import { cx } from '@/ui/cx';

import type { SourceState } from '../state/types';

interface SourcePanelProps {
  icon: ReactNode;
  title: string;
  source: SourceState;
  heard: boolean;
  meter: ReactNode;
  issues: ReactNode;
  /** How to open it or choose another. */
  children: ReactNode;
}

/** One side of the call: how it is opened, and whether a voice arrives from it. */
export function SourcePanel({
  icon,
  title,
  source,
  heard,
  meter,
  issues,
  children,
}: SourcePanelProps) {
  const open = source.status === 'open';
  return (
    <section aria-label={title} className="mt-10 flex gap-5">
      <span
        aria-hidden
        className={cx(
          'flex size-11 shrink-0 items-center justify-center rounded-2xl transition-colors [&_svg]:size-5',
          open && heard ? 'bg-accent-soft text-accent' : 'bg-sunken text-ink-soft',
        )}
      >
        {icon}
      </span>
      <div className="min-w-0 flex-1">
        <div className="mb-4 flex min-h-11 flex-wrap items-center justify-between gap-x-4">
          <h2 className="text-ink text-xl font-semibold">{title}</h2>
          <p role="status" className="text-sm font-medium">
            {open && heard ? (
              <span className="text-accent flex items-center gap-1.5">
                <Check aria-hidden strokeWidth={2.5} className="size-4" />
                Heard
              </span>
            ) : open ? (
              <span className="text-ink-soft">Waiting for a sound</span>
            ) : (
              <span className="text-ink-faint">Not connected</span>
            )}
          </p>
        </div>
        {children}
        {open && (
          <div className="mt-4">
            {meter}
            {source.kind === 'tab' && (
              <p className="text-ink-faint mt-2 truncate text-sm">{source.label}</p>
            )}
          </div>
        )}
        {issues}
        {source.status === 'failed' && (
          <Banner tone="alarm" title="That did not work" className="mt-4">
            {source.problem.message}
          </Banner>
        )}
      </div>
    </section>
  );
}
