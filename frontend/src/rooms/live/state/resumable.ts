/** The open call of this tab, kept over a reload (not over closing the tab). */

export interface KeptCall {
  callId: string;
  token: string;
  /** Wall clock. */
  startedAtMs: number;
  channels: number;
}

const KEY = 'salescoach.call';

export function keepCall(call: KeptCall | null): void {
  try {
    if (call === null) sessionStorage.removeItem(KEY);
    else sessionStorage.setItem(KEY, JSON.stringify(call));
  } catch {
    // Without storage a reload cannot take the call up again; the call itself goes on.
  }
}

export function keptCall(): KeptCall | null {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? 'null');
    return isKeptCall(kept) ? kept : null;
  } catch {
    return null;
  }
}

function isKeptCall(value: unknown): value is KeptCall {
  if (typeof value !== 'object' || value === null) return false;
  const { callId, token, startedAtMs, channels } = value as Record<string, unknown>;
  return (
    typeof callId === 'string' &&
    typeof token === 'string' &&
    typeof startedAtMs === 'number' &&
    typeof channels === 'number'
  );
}
