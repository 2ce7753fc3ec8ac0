import type { ServerStatus } from './statusApi';

export const NOW = Date.parse('2026-11-23T12:00:00Z');

/** A server that is well. */
export function well(part: Partial<ServerStatus> = {}): ServerStatus {
  return {
    version: '0.1.0',
    started_at: '2026-11-20T12:00:00Z',
    uptime_s: 3 * 86_400,
    checks: {
      database: { status: 'ok', detail: '', ms: 1 },
      disk: { status: 'ok', detail: '47.0 GB free', ms: 1 },
      speech: { status: 'ok', detail: '', ms: 1 },
      embedding: { status: 'ok', detail: '', ms: 1 },
    },
    engines: {
      speech: { name: 'local', network: false },
      coach: { name: 'claude', network: true },
    },
    calls: { live: 2, worst_lag_ms: 120, reviews: {} },
    storage: {
      database_bytes: 84_000_000,
      free_bytes: 47_000_000_000,
      revision: '0010',
      trouble: null,
      waiting_events: 0,
    },
    backup: {
      every_hours: 24,
      keep: 7,
      made_at: '2026-11-23T07:00:00Z',
      bytes: 12_400_000,
      failed: null,
    },
    ...part,
  };
}
