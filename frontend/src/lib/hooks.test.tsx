import { act, fireEvent, renderHook } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { comboOf, useHotkeys } from './hotkeys';
import { useOnline } from './online';
import { useTheme } from './theme';
import { useWakeLock } from './wakeLock';

afterEach(() => {
  document.body.replaceChildren();
});

describe('useHotkeys', () => {
  it('hears single keys, and rests while somebody types', () => {
    const use = vi.fn();
    const close = vi.fn();
    renderHook(() => useHotkeys({ u: use, escape: close }));
    fireEvent.keyDown(document.body, { key: 'u' });
    expect(use).toHaveBeenCalledTimes(1);
    const field = document.body.appendChild(document.createElement('input'));
    fireEvent.keyDown(field, { key: 'u' });
    expect(use).toHaveBeenCalledTimes(1);
    fireEvent.keyDown(field, { key: 'Escape' });
    expect(close).toHaveBeenCalledTimes(1);
  });

  it('leaves the browser its own combinations, and a button its space', () => {
    const mark = vi.fn();
    renderHook(() => useHotkeys({ m: mark, space: mark }));
    fireEvent.keyDown(document.body, { key: 'm', ctrlKey: true });
    const button = document.body.appendChild(document.createElement('button'));
    fireEvent.keyDown(button, { key: ' ' });
    fireEvent.keyDown(document.body, { key: 'm', repeat: true });
    expect(mark).not.toHaveBeenCalled();
    fireEvent.keyDown(document.body, { key: ' ' });
    expect(mark).toHaveBeenCalledTimes(1);
  });

  it('is silent when it is switched off', () => {
    const use = vi.fn();
    const { rerender } = renderHook(({ on }) => useHotkeys({ u: use }, on), {
      initialProps: { on: true },
    });
    rerender({ on: false });
    fireEvent.keyDown(document.body, { key: 'u' });
    expect(use).not.toHaveBeenCalled();
  });

  it.each([
    [{ key: 'M', shiftKey: true }, 'shift+m'],
    [{ key: '?', shiftKey: true }, '?'],
    [{ key: 'k', metaKey: true }, 'ctrl+k'],
    [{ key: ' ' }, 'space'],
  ])('names %o %s', (init, combo) => {
    expect(comboOf(new KeyboardEvent('keydown', init))).toBe(combo);
  });
});

it('useTheme puts the choice on the document and keeps it', () => {
  const { result } = renderHook(useTheme);
  act(() => result.current.setTheme('dark'));
  expect(result.current.applied).toBe('dark');
  expect(document.documentElement.dataset.theme).toBe('dark');
  expect(document.documentElement.classList.contains('dark')).toBe(true);
  expect(localStorage.getItem('salescoach.theme')).toBe('dark');
  act(() => result.current.setTheme('light'));
  expect(document.documentElement.classList.contains('dark')).toBe(false);
});

it('useOnline follows the browser', () => {
  const online = vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(true);
  const { result } = renderHook(useOnline);
  expect(result.current).toBe(true);
  online.mockReturnValue(false);
  act(() => {
    window.dispatchEvent(new Event('offline'));
  });
  expect(result.current).toBe(false);
});

describe('useWakeLock', () => {
  it('holds the screen, asks again when the page comes back, and lets go', async () => {
    const release = vi.fn(() => Promise.resolve());
    const request = vi.fn(() => Promise.resolve({ release }));
    vi.stubGlobal('navigator', Object.create(navigator, { wakeLock: { value: { request } } }));
    const { rerender } = renderHook(({ on }) => useWakeLock(on), { initialProps: { on: true } });
    await act(() => Promise.resolve());
    expect(request).toHaveBeenCalledTimes(1);
    document.dispatchEvent(new Event('visibilitychange'));
    expect(request).toHaveBeenCalledTimes(2);
    await act(() => Promise.resolve());
    rerender({ on: false });
    expect(release).toHaveBeenCalled();
  });
});
