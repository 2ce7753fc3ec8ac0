import { describe, expect, it } from 'vitest';
import { SILENT } from './meter';
import { MicrophoneWatch, type MicrophoneWord } from './microphoneWatch';
import type { Level } from './types';

const VOICE: Level = { rms: 0.05, peak: 0.2, speaking: true };

function push(watch: MicrophoneWatch, level: Level, muted: boolean, times: number): MicrophoneWord {
  let word: MicrophoneWord = null;
  for (let i = 0; i < times; i += 1) word = watch.push(level, muted);
  return word;
}

describe('MicrophoneWatch', () => {
  it('notices talk into a muted microphone, not a cough', () => {
    const watch = new MicrophoneWatch();
    expect(push(watch, VOICE, true, 4)).toBeNull();
    expect(push(watch, SILENT, true, 10)).toBeNull();
    expect(push(watch, VOICE, true, 8)).toBe('talking_while_muted');
  });

  it('forgets it on unmute, and after some silence', () => {
    const watch = new MicrophoneWatch();
    push(watch, VOICE, true, 10);
    expect(push(watch, VOICE, false, 1)).toBeNull();
    push(watch, VOICE, true, 10);
    expect(push(watch, SILENT, true, 45)).toBeNull();
  });

  it('calls a microphone silent that never gave anything, and later one that died', () => {
    const watch = new MicrophoneWatch();
    expect(push(watch, SILENT, false, 299)).toBeNull();
    expect(push(watch, SILENT, false, 1)).toBe('silent');
    expect(push(watch, VOICE, false, 1)).toBeNull();
    expect(push(watch, SILENT, false, 1349)).toBeNull();
    expect(push(watch, SILENT, false, 1)).toBe('silent');
    expect(push(watch, VOICE, false, 1)).toBeNull();
  });
});
