import { ChevronsRight, Keyboard, LocateFixed, Pause, Play } from 'lucide-react';
import type { ReactNode } from 'react';

import { Button } from '@/ui/Button';
import { cx } from '@/ui/cx';
import { IconButton } from '@/ui/IconButton';
import { Segments } from '@/ui/Segments';
import { clock } from '@/ui/time';
import { Tip } from '@/ui/Tip';

import { keepFocus } from './keepFocus';
import { RATES, type Player } from './player';
import { usePart, usePlayerState } from './usePlayer';

interface ControlsProps {
  player: Player;
  durationMs: number;
  customer: string | null;
  twoSides: boolean;
  /** Absent while the transcript follows by itself. */
  onFollow: (() => void) | undefined;
  onShortcuts: () => void;
  /** What else stands at the end. */
  children?: ReactNode;
}

/** Play, speed, what is left out and who is heard. */
export function Controls(props: ControlsProps) {
  const { player, durationMs, customer, twoSides, onFollow, onShortcuts, children } = props;
  const { playing, rate, skipping, side } = usePlayerState(player);
  const second = usePart(player.position, (ms) => Math.floor(ms / 1000));
  const faster = RATES[(RATES.indexOf(rate) + 1) % RATES.length] ?? 1;
  return (
    <>
      <Tip text={playing ? 'Pause' : 'Play'} shortcut="Space" side="top">
        <button
          type="button"
          aria-label={playing ? 'Pause' : 'Play'}
          onClick={() => player.toggle()}
          className="bg-accent text-on-accent hover:bg-accent-strong flex size-11 shrink-0 cursor-pointer items-center justify-center rounded-full [&_svg]:size-5"
        >
          {playing ? (
            <Pause aria-hidden className="fill-current" />
          ) : (
            <Play aria-hidden className="translate-x-px fill-current" />
          )}
        </button>
      </Tip>
      <p className="figures text-ink shrink-0 text-base font-semibold">
        {clock(second * 1000)}
        <span className="text-ink-faint font-normal"> / {clock(durationMs)}</span>
      </p>
      <div className="ml-auto flex flex-wrap items-center justify-end gap-1">
        {onFollow !== undefined && (
          <Button size="sm" icon={<LocateFixed aria-hidden />} onClick={onFollow}>
            Follow
          </Button>
        )}
        {twoSides && (
          <Segments
            label="Who is heard"
            className="mr-1 max-md:hidden"
            value={side}
            onChange={(next) => player.setSide(next)}
            options={[
              { value: 'both', label: 'Both' },
              { value: 'salesperson', label: 'You' },
              { value: 'customer', label: firstName(customer) },
            ]}
          />
        )}
        <Tip text="Leave out silence" shortcut="S" side="top">
          <button
            type="button"
            aria-pressed={skipping}
            onMouseDown={keepFocus}
            onClick={() => player.setSkipping(!skipping)}
            className={cx(
              'flex h-10 cursor-pointer items-center gap-1.5 rounded-[10px] px-2.5 text-sm font-semibold [&_svg]:size-4',
              skipping
                ? 'bg-accent-soft text-accent'
                : 'text-ink-soft hover:bg-sunken hover:text-ink',
            )}
          >
            <ChevronsRight aria-hidden />
            <span className="max-sm:sr-only">Skip silence</span>
          </button>
        </Tip>
        <Tip text="Speed" shortcut="[ ]" side="top">
          <button
            type="button"
            aria-label={`Speed ${rate}×, change to ${faster}×`}
            onMouseDown={keepFocus}
            onClick={() => player.setRate(faster)}
            className="figures text-ink-soft hover:bg-sunken hover:text-ink h-10 min-w-14 cursor-pointer rounded-[10px] px-2 text-sm font-semibold"
          >
            {rate}×
          </button>
        </Tip>
        <IconButton
          label="Keyboard shortcuts"
          shortcut="?"
          className="max-lg:hidden"
          icon={<Keyboard aria-hidden />}
          onClick={onShortcuts}
        />
        {children}
      </div>
    </>
  );
}

function firstName(customer: string | null): string {
  return customer?.split(' ')[0] ?? 'Customer';
}
