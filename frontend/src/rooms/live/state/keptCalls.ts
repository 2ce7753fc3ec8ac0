/**
 * The calls this browser opened and has not seen the end of: over a reload, a closed tab, and for
 * every tab. The token is what lets them be taken up again.
 */

export interface KeptCall {
  callId: string;
  token: string;
  /** Wall clock. */
  startedAtMs: number;
  channels: number;
  /** The recorded call that comes with the product. */
  demo: boolean;
}

const KEY = 'salescoach.calls';
const MOST = 8;

/** Oldest first. */
export function keptCalls(): KeptCall[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return Array.isArray(kept) ? kept.filter(isKeptCall) : [];
  } catch {
    return [];
  }
}

export function keepCall(call: KeptCall): void {
  write([...others(call.callId), call].slice(-MOST));
}

export function letGo(callId: string): void {
  write(others(callId));
}

function others(callId: string): KeptCall[] {
  return keptCalls().filter((kept) => kept.callId !== callId);
}

function write(calls: readonly KeptCall[]): void {
  try {
    if (calls.length === 0) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, JSON.stringify(calls));
  } catch {
    // Without storage a call cannot be taken up again from a new page; the call itself goes on.
  }
}

function isKeptCall(value: unknown): value is KeptCall {
  if (typeof value !== 'object' || value === null) return false;
  const { callId, token, startedAtMs, channels, demo } = value as Record<string, unknown>;
  return (
    typeof callId === 'string' &&
    typeof token === 'string' &&
    typeof startedAtMs === 'number' &&
    typeof channels === 'number' &&
    typeof demo === 'boolean'
  );
}
