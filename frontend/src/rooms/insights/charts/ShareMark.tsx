import type { Share } from '../insightsApi';
import { isFew, percent, shareText } from '../words';

/** A share as a mark on 0 to 100%, and as a bar as long as it is unsure. */
export function ShareMark({ share }: { share: Share }) {
  const { count, of, low, high } = share;
  const value = of === 0 ? null : count / of;
  const few = isFew(of);
  return (
    <span className="block" title={shareText(share)}>
      <span className="flex items-baseline justify-between gap-2">
        <span className="figures text-ink text-base font-semibold">
          {value === null ? 'None yet' : few ? `${count} of ${of}` : percent(value)}
        </span>
        {!few && (
          <span className="figures text-ink-faint text-sm">
            {count} of {of}
          </span>
        )}
      </span>
      {value !== null && !few && (
        <span aria-hidden className="bg-sunken relative mt-1.5 block h-2 w-full rounded-full">
          <span
            className="bg-accent absolute inset-y-0 rounded-full opacity-30"
            style={{ left: `${low * 100}%`, width: `${Math.max(1, (high - low) * 100)}%` }}
          />
          <span
            className="bg-accent absolute -inset-y-0.5 w-1 -translate-x-1/2 rounded-full"
            style={{ left: `clamp(2px, ${value * 100}%, calc(100% - 2px))` }}
          />
        </span>
      )}
      <span className="sr-only">{shareText(share)}</span>
    </span>
  );
}
