import { createStore, type Store } from '@/lib/store';

import { asRecorded, type Side, type Sides } from './sides';
import { afterSilence, type Span } from './silences';

export const RATES: readonly number[] = [0.75, 1, 1.25, 1.5, 1.75, 2];

export interface PlayerState {
  playing: boolean;
  rate: number;
  skipping: boolean;
  side: Side;
  /** The browser cannot play it, or it cannot be reached. */
  failed: boolean;
}

/** What a player needs of an audio element. */
export type Sounding = Pick<
  HTMLAudioElement,
  | 'currentTime'
  | 'playbackRate'
  | 'paused'
  | 'play'
  | 'pause'
  | 'addEventListener'
  | 'removeEventListener'
>;

interface Options {
  durationMs: number;
  /** Where somebody speaks; asked for while it plays. */
  spoken: () => readonly Span[];
  sides?: () => Sides;
  /** Calls back before the next picture, as the browser's own function does. */
  nextFrame?: (work: () => void) => number;
  cancelFrame?: (handle: number) => void;
  chosen?: Partial<Pick<PlayerState, 'rate' | 'skipping'>>;
}

/** One recording, played: where it is, how fast, and whose voice. */
export class Player {
  readonly state: Store<PlayerState>;
  /** In milliseconds of the call; told for every picture while it plays. */
  readonly position: Store<number>;
  #audio: Sounding;
  #options: Required<Omit<Options, 'chosen'>>;
  #frame: number | null = null;
  #sides: Sides | null = null;

  constructor(audio: Sounding, { chosen, ...options }: Options) {
    this.#audio = audio;
    this.#options = {
      sides: asRecorded,
      nextFrame: (work) => requestAnimationFrame(work),
      cancelFrame: (handle) => cancelAnimationFrame(handle),
      ...options,
    };
    this.position = createStore(0);
    this.state = createStore<PlayerState>({
      playing: false,
      rate: 1,
      skipping: false,
      side: 'both',
      failed: false,
      ...chosen,
    });
    audio.playbackRate = this.state.get().rate;
    for (const [type, heard] of this.#events) audio.addEventListener(type, heard);
  }

  toggle(): void {
    if (this.state.get().playing) this.#audio.pause();
    else this.play();
  }

  play(): void {
    if (this.position.get() >= this.#options.durationMs) this.seek(0);
    // Only now may a page make sound: the browser waits for the user's word.
    this.#sides ??= this.#options.sides();
    this.#sides.choose(this.state.get().side);
    this.#audio.play().catch((cause: unknown) => {
      const stopped = cause instanceof DOMException && cause.name === 'AbortError';
      if (!stopped) this.#change({ playing: false, failed: true });
    });
  }

  seek(ms: number): void {
    const at = Math.min(this.#options.durationMs, Math.max(0, ms));
    this.#audio.currentTime = at / 1000;
    this.position.set(at);
  }

  playFrom(ms: number): void {
    this.seek(ms);
    this.play();
  }

  step(ms: number): void {
    this.seek(this.position.get() + ms);
  }

  setRate(rate: number): void {
    this.#audio.playbackRate = rate;
    this.#change({ rate });
  }

  /** The next speed up or down, if there is one. */
  stepRate(way: -1 | 1): void {
    const rate = RATES[RATES.indexOf(this.state.get().rate) + way];
    if (rate !== undefined) this.setRate(rate);
  }

  setSkipping(skipping: boolean): void {
    this.#change({ skipping });
  }

  setSide(side: Side): void {
    this.#sides?.choose(side);
    this.#change({ side });
  }

  close(): void {
    this.#audio.pause();
    this.#stop();
    for (const [type, heard] of this.#events) this.#audio.removeEventListener(type, heard);
    this.#sides?.close();
  }

  #events: readonly (readonly [string, () => void])[] = [
    [
      'play',
      () => {
        this.#change({ playing: true, failed: false });
        this.#run();
      },
    ],
    [
      'pause',
      () => {
        this.#stop();
        this.#follow();
        this.#change({ playing: false });
      },
    ],
    ['ended', () => this.position.set(this.#options.durationMs)],
    ['seeked', () => this.#follow()],
    // A page in the background is given no pictures.
    ['timeupdate', () => this.#follow()],
    ['error', () => this.#change({ playing: false, failed: true })],
  ];

  #run(): void {
    this.#stop();
    this.#frame = this.#options.nextFrame(() => {
      this.#follow();
      if (this.state.get().playing) this.#run();
    });
  }

  #stop(): void {
    if (this.#frame !== null) this.#options.cancelFrame(this.#frame);
    this.#frame = null;
  }

  #follow(): void {
    const at = this.#audio.currentTime * 1000;
    const { playing, skipping } = this.state.get();
    const after = playing && skipping ? afterSilence(this.#options.spoken(), at) : null;
    if (after === null) this.position.set(at);
    else this.seek(after);
  }

  #change(part: Partial<PlayerState>): void {
    this.state.set({ ...this.state.get(), ...part });
  }
}
