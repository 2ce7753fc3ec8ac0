import { beforeEach, describe, expect, it } from 'vitest';

import { Player } from './player';
import type { Side, Sides } from './sides';
import { spokenSpans } from './silences';

/** An audio element that plays when it is told how much time went by. */
class Tape extends EventTarget {
  currentTime = 0;
  playbackRate = 1;
  paused = true;
  refuses: Error | null = null;

  play(): Promise<void> {
    if (this.refuses !== null) return Promise.reject(this.refuses);
    this.paused = false;
    this.dispatchEvent(new Event('play'));
    return Promise.resolve();
  }

  pause(): void {
    if (this.paused) return;
    this.paused = true;
    this.dispatchEvent(new Event('pause'));
  }

  run(seconds: number): void {
    if (!this.paused) this.currentTime += seconds * this.playbackRate;
  }
}

class Heard implements Sides {
  chosen: Side[] = [];
  closed = false;
  choose = (side: Side): void => {
    this.chosen.push(side);
  };
  close = (): void => {
    this.closed = true;
  };
}

let tape: Tape;
let sides: Heard;
let frames: (() => void)[];
let player: Player;

/** The next picture is drawn. */
function draw(): void {
  for (const work of frames.splice(0)) work();
}

beforeEach(() => {
  tape = new Tape();
  sides = new Heard();
  frames = [];
  player = new Player(tape, {
    durationMs: 60_000,
    spoken: () =>
      spokenSpans([
        { start_ms: 0, end_ms: 5000 },
        { start_ms: 20_000, end_ms: 30_000 },
      ]),
    sides: () => sides,
    nextFrame: (work) => frames.push(work),
    cancelFrame: () => {
      frames = [];
    },
  });
});

describe('playing', () => {
  it('tells its place with every picture, until it is paused', () => {
    player.playFrom(1000);
    expect(player.state.get().playing).toBe(true);
    tape.run(1.5);
    draw();
    expect(player.position.get()).toBe(2500);
    tape.run(0.5);
    player.toggle();
    expect(player.state.get().playing).toBe(false);
    expect(player.position.get()).toBe(3000);
    expect(frames).toEqual([]);
  });

  it('goes on while no pictures are drawn', () => {
    player.play();
    tape.run(2);
    tape.dispatchEvent(new Event('timeupdate'));
    expect(player.position.get()).toBe(2000);
  });

  it('stays within the call', () => {
    player.step(-5000);
    expect(player.position.get()).toBe(0);
    player.seek(80_000);
    expect(player.position.get()).toBe(60_000);
  });

  it('begins again after the end', () => {
    player.seek(60_000);
    player.play();
    expect(tape.currentTime).toBe(0);
  });

  it('says when the browser cannot', async () => {
    tape.refuses = new DOMException('no such format', 'NotSupportedError');
    player.play();
    await Promise.resolve();
    await Promise.resolve();
    expect(player.state.get()).toMatchObject({ playing: false, failed: true });
    tape.refuses = null;
    player.play();
    expect(player.state.get()).toMatchObject({ playing: true, failed: false });
  });

  it('is silent after it was closed', () => {
    player.play();
    player.close();
    expect(tape.paused).toBe(true);
    expect(sides.closed).toBe(true);
    tape.dispatchEvent(new Event('play'));
    expect(frames).toEqual([]);
  });
});

describe('silence', () => {
  it('is left out only where it was asked for', () => {
    player.playFrom(6000);
    draw();
    expect(player.position.get()).toBe(6000);
    player.setSkipping(true);
    draw();
    expect(player.position.get()).toBe(19_750);
    expect(tape.currentTime).toBe(19.75);
  });

  it('can be gone to while nothing plays', () => {
    player.setSkipping(true);
    player.seek(10_000);
    tape.dispatchEvent(new Event('seeked'));
    expect(player.position.get()).toBe(10_000);
  });
});

describe('speed and sides', () => {
  it('changes the speed by steps, and not beyond them', () => {
    for (let step = 0; step < 9; step++) player.stepRate(1);
    expect(tape.playbackRate).toBe(2);
    for (let step = 0; step < 9; step++) player.stepRate(-1);
    expect(player.state.get().rate).toBe(0.75);
  });

  it('asks for its sound only once the user plays', () => {
    player.setSide('customer');
    expect(sides.chosen).toEqual([]);
    player.play();
    player.setSide('both');
    expect(sides.chosen).toEqual(['customer', 'both']);
  });
});
