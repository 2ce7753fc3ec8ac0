import { CircleAlert, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';

import { cx } from './cx';

export type BannerTone = 'info' | 'caution' | 'alarm';

const TONES: Record<BannerTone, { box: string; icon: typeof Info }> = {
  info: { box: 'bg-accent-soft text-accent', icon: Info },
  caution: { box: 'bg-caution-soft text-caution', icon: TriangleAlert },
  alarm: { box: 'bg-alarm-soft text-alarm', icon: CircleAlert },
};

interface BannerProps {
  tone: BannerTone;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
  /** One line where there is room. */
  compact?: boolean;
  className?: string;
}

/** Something the user has to know, with what to do about it. */
export function Banner({ tone, title, children, action, compact = false, className }: BannerProps) {
  const { box, icon: Icon } = TONES[tone];
  return (
    <div
      role={tone === 'alarm' ? 'alert' : 'status'}
      className={cx(
        'flex items-start gap-3 rounded-xl px-4',
        compact ? 'min-h-11 py-[11px]' : 'py-3',
        box,
        className,
      )}
    >
      <Icon aria-hidden className="mt-0.5 size-[18px] shrink-0" />
      <div
        className={cx(
          'min-w-0 flex-1 text-base',
          compact && 'flex flex-wrap gap-x-2 leading-[1.375rem]',
        )}
      >
        <p className="font-semibold">{title}</p>
        {children !== undefined && <div className="text-ink-soft">{children}</div>}
      </div>
      {action !== undefined && (
        <div className={cx('shrink-0', compact ? '-my-[5px]' : '-my-0.5')}>{action}</div>
      )}
    </div>
  );
}
