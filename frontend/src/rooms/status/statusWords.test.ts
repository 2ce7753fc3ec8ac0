import { describe, expect, it } from 'vitest';

import { NOW, well } from './statusFixture';
import { age, linesOf, size, worstOf, type Line } from './statusWords';

function line(name: string, ...[part]: Parameters<typeof well>): Line {
  const found = linesOf(well(part), NOW).find((each) => each.name === name);
  if (found === undefined) throw new Error(`there is no line ${name}`);
  return found;
}

describe('sizes and ages', () => {
  it('are said as people say them', () => {
    expect([900, 84_000_000, 5_368_709_120, 47e9].map(size)).toEqual([
      '1 kB',
      '84 MB',
      '5.4 GB',
      '47 GB',
    ]);
    expect([30_000, 60_000, 7_200_000, 3 * 86_400_000].map(age)).toEqual([
      'less than a minute',
      '1 minute',
      '2 hours',
      '3 days',
    ]);
  });
});

describe('a server that is well', () => {
  it('says so in every line', () => {
    const lines = linesOf(well(), NOW);
    expect(worstOf(lines)).toBe('well');
    expect(lines.map(({ name, value }) => `${name}: ${value}`)).toEqual([
      'Live calls: 2',
      'Speech: Embedded, on this machine',
      'Coach: Claude',
      'Reviews: All written',
      'Storage: 84 MB of calls, 47 GB left on the disk',
      'Last backup: 5 hours ago, 12 MB',
    ]);
  });
});

describe('what is wrong', () => {
  it('is a full disk first of all', () => {
    const storage = { ...well().storage, trouble: 'disk_full' };
    expect(line('Storage', { storage })).toMatchObject({
      standing: 'alarm',
      note: 'The disk is full. Make room: calls are held in memory until then.',
    });
    expect(worstOf(linesOf(well({ storage }), NOW))).toBe('alarm');
  });

  it('tells an engine that loads from one that is away', () => {
    const checks = (status: 'degraded' | 'down', detail: string) => ({
      ...well().checks,
      speech: { status, detail, ms: 1 },
    });
    expect(
      line('Speech', { checks: checks('degraded', 'the engine is still loading') }),
    ).toMatchObject({ standing: 'busy', note: 'The engine is still loading.' });
    expect(
      line('Speech', { checks: checks('degraded', 'Deepgram refused the key.') }),
    ).toMatchObject({ standing: 'caution', note: 'Deepgram refused the key.' });
    expect(line('Speech', { checks: checks('down', '') })).toMatchObject({
      standing: 'alarm',
      note: 'It does not answer.',
    });
  });

  it('knows no engines while storage is away', () => {
    expect(line('Coach', { engines: null }).standing).toBe('caution');
  });

  it('tells of a machine that is full', () => {
    const calls = { live: 3, worst_lag_ms: 4_200, reviews: { pending: 2, failed: 1 } };
    expect(line('Live calls', { calls }).note).toContain('4.2 s late');
    expect(line('Reviews', { calls })).toMatchObject({
      value: '2 to be written',
      standing: 'caution',
    });
  });

  it('tells why there is no backup', () => {
    const backup = well().backup;
    const told = (part: Partial<typeof backup>) =>
      line('Last backup', { backup: { ...backup, ...part } });
    expect(told({ failed: 'disk_full' }).note).toContain('BACKUP_DIR');
    expect(told({ failed: 'os_error_5' }).note).toContain('log');
    expect(told({ made_at: null, bytes: null })).toMatchObject({
      value: 'None yet',
      standing: 'busy',
    });
    expect(told({ every_hours: 0 }).standing).toBe('caution');
    expect(told({ made_at: '2026-11-21T07:00:00Z' })).toMatchObject({
      value: '2 days ago, 12 MB',
      standing: 'caution',
    });
  });
});
