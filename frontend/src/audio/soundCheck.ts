import { EchoWatch } from './echo';
import type { Levels } from './types';

const MICROPHONE_PATIENCE_MS = 4_000;
const CUSTOMER_PATIENCE_MS = 8_000;
/** A recommendation stays until the two sides have been told apart this often in a row. */
const APART_TO_FORGET = 120;

export interface SoundReport {
  heard: { microphone: boolean; customer: boolean };
  /** Open for some seconds, and nothing was heard. */
  silent: { microphone: boolean; customer: boolean };
  headphones: boolean;
}

export const NOTHING_YET: SoundReport = {
  heard: { microphone: false, customer: false },
  silent: { microphone: false, customer: false },
  headphones: false,
};

interface Side {
  openedAtMs: number | null;
  heard: boolean;
}

/** Judges the levels of the pre-call check. Give it every level and every opening. */
export class SoundCheck {
  private readonly microphone: Side = { openedAtMs: null, heard: false };
  private readonly customer: Side = { openedAtMs: null, heard: false };
  private echo = new EchoWatch();
  private headphones = false;
  private apart = 0;

  /** The side was opened anew (`nowMs`) or closed (null). */
  opened(side: 'microphone' | 'customer', nowMs: number | null): void {
    this[side].openedAtMs = nowMs;
    this[side].heard = false;
    this.echo = new EchoWatch();
    this.headphones = false;
    this.apart = 0;
  }

  levels({ microphone, customer }: Levels, nowMs: number): SoundReport {
    if (this.microphone.openedAtMs !== null && microphone.speaking) this.microphone.heard = true;
    if (this.customer.openedAtMs !== null && customer.speaking) this.customer.heard = true;
    const echoes = this.echo.push(microphone.rms, customer.rms);
    if (echoes === true) {
      this.headphones = true;
      this.apart = 0;
    } else if (echoes === false) {
      this.apart += 1;
      if (this.apart >= APART_TO_FORGET) this.headphones = false;
    }
    return {
      heard: { microphone: this.microphone.heard, customer: this.customer.heard },
      silent: {
        microphone: this.isSilent(this.microphone, MICROPHONE_PATIENCE_MS, nowMs),
        customer: this.isSilent(this.customer, CUSTOMER_PATIENCE_MS, nowMs),
      },
      headphones: this.headphones,
    };
  }

  private isSilent({ openedAtMs, heard }: Side, patienceMs: number, nowMs: number): boolean {
    return openedAtMs !== null && !heard && nowMs - openedAtMs >= patienceMs;
  }
}
