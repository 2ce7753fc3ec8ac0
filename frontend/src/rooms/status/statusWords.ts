import type { ServerStatus } from './statusApi';

/** `busy`: something is being loaded or made and will be well by itself. */
export type Standing = 'well' | 'busy' | 'caution' | 'alarm';

export interface Line {
  name: string;
  /** What is there, in a few words. */
  value: string;
  /** What to know or to do about it. */
  note?: string | undefined;
  standing: Standing;
}

const WORST: readonly Standing[] = ['well', 'busy', 'caution', 'alarm'];
const LAG_MS = 1_000;
const LITTLE_ROOM = 2_000_000_000;
const HOUR_MS = 3_600_000;

const ENGINES: Record<string, string> = {
  local: 'Embedded, on this machine',
  deepgram: 'Deepgram',
  claude: 'Claude',
  openai_compatible: 'A model of your choice',
  scripted: 'A script, for tests',
};

const LEAVES = {
  speech: 'The sound of calls goes there.',
  coach: 'What is said in calls goes there.',
} as const;

const NOT_BACKED_UP: Record<string, string> = {
  disk_full: 'The disk had no room for the last one. Make room, or set BACKUP_DIR to another disk.',
  database_damaged: 'The database is damaged. Stop the server and run salescoach restore --newest.',
};

/** 5_368_709_120 -> "5.4 GB". */
export function size(bytes: number): string {
  if (bytes < 1e6) return `${Math.max(1, Math.round(bytes / 1e3))} kB`;
  if (bytes < 1e9) return `${Math.round(bytes / 1e6)} MB`;
  const gigabytes = bytes / 1e9;
  return `${gigabytes < 10 ? gigabytes.toFixed(1) : Math.round(gigabytes)} GB`;
}

/** How long ago, roughly: "5 minutes", "3 hours", "2 days". */
export function age(ms: number): string {
  const steps: [number, string][] = [
    [24 * HOUR_MS, 'day'],
    [HOUR_MS, 'hour'],
    [60_000, 'minute'],
  ];
  for (const [length, name] of steps) {
    const count = Math.floor(ms / length);
    if (count > 0) return `${count} ${name}${count === 1 ? '' : 's'}`;
  }
  return 'less than a minute';
}

function engine(status: ServerStatus, role: 'speech' | 'coach', check?: string): Line {
  const name = role === 'speech' ? 'Speech' : 'Coach';
  const chosen = status.engines?.[role];
  const found = check === undefined ? undefined : status.checks[check];
  if (chosen === undefined)
    return { name, value: 'Not known while storage is in trouble', standing: 'caution' };
  const value = ENGINES[chosen.name] ?? chosen.name;
  if (found === undefined || found.status === 'ok') {
    const note = chosen.network ? LEAVES[role] : undefined;
    return { name, value, note, standing: 'well' };
  }
  const loading = found.status === 'degraded' && found.detail.includes('loading');
  return {
    name,
    value,
    note: sentence(found.detail),
    standing: loading ? 'busy' : found.status === 'down' ? 'alarm' : 'caution',
  };
}

function sentence(detail: string): string {
  const text = detail.trim();
  if (text === '') return 'It does not answer.';
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}`;
}

function calls({ calls: { live, worst_lag_ms } }: ServerStatus): Line {
  const value = live === 0 ? 'None' : `${live}`;
  if (worst_lag_ms <= LAG_MS) return { name: 'Live calls', value, standing: 'well' };
  const note = `The words of one are ${(worst_lag_ms / 1000).toFixed(1)} s late: this machine is full.`;
  return { name: 'Live calls', value, note, standing: 'caution' };
}

function reviews({ calls: { reviews: left } }: ServerStatus): Line {
  const waiting = (left['pending'] ?? 0) + (left['running'] ?? 0) + (left['refining'] ?? 0);
  const failed = left['failed'] ?? 0;
  const value = waiting === 0 ? 'All written' : `${waiting} to be written`;
  if (failed === 0) return { name: 'Reviews', value, standing: waiting === 0 ? 'well' : 'busy' };
  const note = `${failed} could not be written. Each call's page offers to try again.`;
  return { name: 'Reviews', value, note, standing: 'caution' };
}

function storage({ storage: kept, checks }: ServerStatus): Line {
  const value = `${size(kept.database_bytes)} of calls, ${size(kept.free_bytes)} left on the disk`;
  const name = 'Storage';
  const down = checks['database']?.status === 'down' || checks['disk']?.status === 'down';
  if (kept.trouble !== null || down) {
    const note =
      kept.trouble === 'disk_full' || checks['disk']?.status === 'down'
        ? 'The disk is full. Make room: calls are held in memory until then.'
        : 'Calls cannot be stored just now, and are held in memory. Look at what else uses the database.';
    return { name, value, note, standing: 'alarm' };
  }
  if (kept.free_bytes < LITTLE_ROOM)
    return {
      name,
      value,
      note: 'An hour of a recorded call takes about 250 MB.',
      standing: 'caution',
    };
  return { name, value, standing: 'well' };
}

function backup({ backup: made }: ServerStatus, nowMs: number): Line {
  const name = 'Last backup';
  const ageMs = made.made_at === null ? null : nowMs - Date.parse(made.made_at);
  const value =
    ageMs === null
      ? 'None yet'
      : `${age(ageMs)} ago` + (made.bytes === null ? '' : `, ${size(made.bytes)}`);
  if (made.every_hours === 0)
    return { name, value, note: 'The server makes none by itself.', standing: 'caution' };
  if (made.failed !== null) {
    const note = NOT_BACKED_UP[made.failed] ?? 'The last try failed. The server’s log says why.';
    return { name, value, note, standing: 'caution' };
  }
  const late = ageMs !== null && ageMs > 1.5 * made.every_hours * HOUR_MS;
  if (late) return { name, value, note: 'It waits for a time without calls.', standing: 'caution' };
  return { name, value, standing: ageMs === null ? 'busy' : 'well' };
}

/** The server, line by line. */
export function linesOf(status: ServerStatus, nowMs: number): Line[] {
  return [
    calls(status),
    engine(status, 'speech', 'speech'),
    engine(status, 'coach', 'embedding'),
    reviews(status),
    storage(status),
    backup(status, nowMs),
  ];
}

export function worstOf(lines: readonly Line[]): Standing {
  return lines.reduce<Standing>(
    (worst, { standing }) => (WORST.indexOf(standing) > WORST.indexOf(worst) ? standing : worst),
    'well',
  );
}

export const VERDICTS: Record<Standing, string> = {
  well: 'Everything works',
  busy: 'Everything works',
  caution: 'Calls work; something wants your attention',
  alarm: 'Something is broken',
};
