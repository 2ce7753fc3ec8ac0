import { act, renderHook } from '@testing-library/react';
import type { ReactNode } from 'react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { fakeParts } from './fakeParts';
import { keepCall } from './keptCalls';
import { LiveProvider } from './LiveProvider';
import { LiveSession } from './liveSession';
import { useCall } from './useCall';
import { useDevices, useLevels, usePreflight } from './useSound';

function mounted<T>(hook: () => T, parts = fakeParts()) {
  const session = new LiveSession(parts);
  const wrapper = ({ children }: { children: ReactNode }) => (
    <LiveProvider session={session}>{children}</LiveProvider>
  );
  return { parts, ...renderHook(hook, { wrapper }) };
}

afterEach(() => {
  sessionStorage.clear();
  localStorage.clear();
});

describe('useCall', () => {
  it('shows the call as it goes, with actions that stay the same', async () => {
    const { parts, result } = mounted(useCall);
    const { start } = result.current;
    await act(() =>
      start({ source: { kind: 'prepared' }, consent: true, recordAudio: false, mode: 'guidance' }),
    );
    expect(result.current.state.phase).toBe('connecting');
    act(() => parts.hear({ type: 'call_opened', call_id: 'c', resume_token: 's' }));
    expect(result.current.state.phase).toBe('live');
    expect(result.current.start).toBe(start);
    act(() => result.current.markMoment());
    act(() => result.current.markMoment('price'));
    expect(parts.commands).toEqual([
      { type: 'mark_moment' },
      { type: 'mark_moment', label: 'price' },
    ]);
  });

  it('reads older lines of this call from the log', async () => {
    const fetched = vi.fn<typeof fetch>(() =>
      Promise.resolve(
        Response.json({
          turns: [
            {
              id: 't1',
              speaker: 'customer',
              text: 'Hello',
              start_ms: 10,
              end_ms: 20,
              confidence: null,
            },
          ],
          before: null,
        }),
      ),
    );
    vi.stubGlobal('fetch', fetched);
    const { parts, result } = mounted(useCall);
    expect(await result.current.loadOlderTurns(5)).toEqual([]);
    await act(() =>
      result.current.start({ source: { kind: 'prepared' }, consent: true, recordAudio: false }),
    );
    act(() => parts.hear({ type: 'call_opened', call_id: 'c', resume_token: 's' }));
    const lines = await result.current.loadOlderTurns(1234.5);
    expect(lines.map(({ turnId, isFinal }) => [turnId, isFinal])).toEqual([['t1', true]]);
    const asked = fetched.mock.calls[0]?.[0] as URL;
    expect(asked.pathname + asked.search).toBe('/api/v1/calls/c/turns?before=1235&limit=100');
  });
});

describe('a call that was left', () => {
  it('is no longer offered once it was ended elsewhere', async () => {
    vi.useFakeTimers();
    try {
      keepCall({ callId: 'c', token: 's', startedAtMs: 1, channels: 2, demo: false });
      const parts = fakeParts();
      parts.openCalls.add('c');
      const { result } = mounted(useCall, parts);
      await act(() => vi.advanceTimersByTimeAsync(0));
      expect(result.current.resumable?.callId).toBe('c');
      parts.openCalls.clear();
      await act(() => vi.advanceTimersByTimeAsync(5_000));
      expect(result.current.resumable).toBeNull();
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('usePreflight', () => {
  it('remembers the microphone that was picked', async () => {
    const { parts, result } = mounted(usePreflight);
    await act(() => result.current.openMicrophone());
    await act(() => result.current.openMicrophone('b'));
    await act(() => result.current.openMicrophone());
    const opened = parts.done.filter((what) => what.startsWith('microphone'));
    expect(opened).toEqual(['microphone default', 'microphone b', 'microphone b']);
  });

  it('has heard a side once its level is a voice', () => {
    const { parts, result } = mounted(usePreflight);
    expect(result.current.heard.microphone).toBe(false);
    const { levels } = parts.capture;
    const voice = { rms: 0.1, peak: 0.4, speaking: true };
    act(() => levels.set({ ...levels.get(), microphone: voice }));
    expect(result.current.heard).toEqual({ microphone: true, customer: false });
  });
});

it('useLevels follows the sound, and useDevices the plugs', () => {
  const { parts, result } = mounted(() => ({ levels: useLevels(), devices: useDevices() }));
  const { levels } = parts.capture;
  const loud = { rms: 0.5, peak: 1, speaking: true };
  act(() => levels.set({ ...levels.get(), customer: loud }));
  expect(result.current.levels.customer).toEqual(loud);
  act(() => parts.devices.inputs.set([]));
  expect(result.current.devices.inputs).toEqual([]);
});
