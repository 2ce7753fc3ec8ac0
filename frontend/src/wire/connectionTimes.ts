/** How long a call's connection waits for what. */
import { backoffDelay } from '@/lib/backoff';

import type { ConnectionState } from './connectionTypes';

export const CONNECT_TIMEOUT_MS = 10_000;
/** A live call tries again rather than wait for a line that leads nowhere, as long as it is not the
 * server that is slow. */
const RECONNECT_TIMEOUT_MS = 4_000;
const SHORT_TRIES = 3;
/** Opening a call may load a speech engine. */
export const OPEN_TIMEOUT_MS = 30_000;
export const PING_EVERY_MS = 500;
/** The server acknowledges sound five times a second and answers each ping: this long without a
 * word, the line is dead. */
export const SILENCE_MS = 1_500;
const LONGEST_SILENCE_MS = 12_000;
const RETRY = { firstMs: 500, capMs: 15_000 };
/** What a live call misses meanwhile comes late, so it asks often. */
const RETRY_LIVE = { firstMs: 500, capMs: 1_500 };
/** A call that never opened gives up after so many tries; an open one never does. */
export const START_TRIES = 5;
/** A connection that lived shorter than this counts as a failed try. */
const STEADY_MS = 5_000;

/** Failed tries up to now; a connection that held puts an end to them. */
export function failedTries(state: ConnectionState, nowMs: number): number {
  return isSteady(state, nowMs) ? 0 : state.attempt;
}

/** Of those tries, the ones that ended in silence. */
export function silentTries(state: ConnectionState, nowMs: number): number {
  return isSteady(state, nowMs) ? 0 : state.silences;
}

function isSteady(state: ConnectionState, nowMs: number): boolean {
  return state.at === 'live' && nowMs - state.liveSinceMs >= STEADY_MS;
}

export function retryDelay(state: ConnectionState, attempt: number, random: () => number): number {
  return backoffDelay(attempt, state.call ? RETRY_LIVE : RETRY, random());
}

export function connectTimeout(state: ConnectionState): number {
  const quick = state.call && state.attempt <= SHORT_TRIES;
  return quick ? RECONNECT_TIMEOUT_MS : CONNECT_TIMEOUT_MS;
}

/** Whether nothing was heard for too long. One that was not looked at is given more time: a page
 * that was asleep has words of the server still to read. */
export function isDead(state: ConnectionState, nowMs: number): boolean {
  if (nowMs - state.pingedAtMs >= 2 * PING_EVERY_MS) return false;
  return nowMs - state.heardAtMs >= patienceMs(state, nowMs);
}

/** When the line is to be looked at again: after a ping, or as soon as it would be dead. */
export function nextLookMs(state: ConnectionState, nowMs: number): number {
  const leftMs = state.heardAtMs + patienceMs(state, nowMs) - nowMs;
  return leftMs > 0 ? Math.min(PING_EVERY_MS, leftMs) : PING_EVERY_MS;
}

/** A line that keeps falling silent may only be slow: it is given more time. */
function patienceMs(state: ConnectionState, nowMs: number): number {
  return Math.min(LONGEST_SILENCE_MS, SILENCE_MS * 2 ** silentTries(state, nowMs));
}
