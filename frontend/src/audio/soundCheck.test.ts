import { describe, expect, it } from 'vitest';
import { SILENT } from './meter';
import { SoundCheck } from './soundCheck';
import type { Level } from './types';

const VOICE: Level = { rms: 0.05, peak: 0.2, speaking: true };

function quiet(check: SoundCheck, nowMs: number) {
  return check.levels({ microphone: SILENT, customer: SILENT }, nowMs);
}

describe('SoundCheck', () => {
  it('calls a side silent only after some patience', () => {
    const check = new SoundCheck();
    check.opened('microphone', 0);
    expect(quiet(check, 3_900).silent.microphone).toBe(false);
    expect(quiet(check, 4_000).silent).toEqual({ microphone: true, customer: false });
  });

  it('is content once a voice was heard, and asks anew of another device', () => {
    const check = new SoundCheck();
    check.opened('microphone', 0);
    check.levels({ microphone: VOICE, customer: SILENT }, 1_000);
    const report = quiet(check, 60_000);
    expect(report.heard.microphone).toBe(true);
    expect(report.silent.microphone).toBe(false);
    check.opened('microphone', 60_000);
    expect(quiet(check, 65_000).silent.microphone).toBe(true);
  });

  it('says nothing of a side that is not open', () => {
    const check = new SoundCheck();
    check.opened('customer', 0);
    check.opened('customer', null);
    expect(quiet(check, 60_000).silent).toEqual({ microphone: false, customer: false });
  });
});
