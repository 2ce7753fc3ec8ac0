import { useEffect, useRef } from 'react';

/** Key combinations ("u", "shift+m", "ctrl+k", "escape", "/") and what they do. */
export type Hotkeys = Record<string, (event: KeyboardEvent) => void>;

/** The combination of an event in the form of `Hotkeys`; "ctrl" also stands for the Mac's command. */
export function comboOf(event: KeyboardEvent): string {
  const key = event.key === ' ' ? 'space' : event.key.toLowerCase();
  const parts: string[] = [];
  if (event.ctrlKey || event.metaKey) parts.push('ctrl');
  if (event.altKey) parts.push('alt');
  // A shifted sign is its own key already ("?"); only letters and named keys say shift.
  if (event.shiftKey && (key.length > 1 || /[a-z]/.test(key))) parts.push('shift');
  parts.push(key);
  return parts.join('+');
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.closest('[contenteditable="true"]')) return true;
  return /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}

/** Space and Enter belong to the control that has the focus. */
function belongsToControl(combo: string, target: EventTarget | null): boolean {
  if (combo !== 'space' && combo !== 'enter') return false;
  return target instanceof HTMLElement && target.closest('button, a, [role], summary') !== null;
}

/**
 * Keyboard shortcuts of the whole document (or of `target`, for a picture-in-picture window).
 * Single keys rest while somebody types; combinations with ctrl or alt and Escape work there too.
 */
export function useHotkeys(keys: Hotkeys, enabled = true, target: Window | null = null): void {
  const current = useRef(keys);
  useEffect(() => {
    current.current = keys;
  });
  useEffect(() => {
    if (!enabled) return;
    const place = target ?? window;
    const pressed = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.repeat || event.isComposing) return;
      const combo = comboOf(event);
      const action = current.current[combo];
      if (!action || belongsToControl(combo, event.target)) return;
      const plain = !/^(ctrl|alt)\+/.test(combo) && combo !== 'escape';
      if (plain && isTyping(event.target)) return;
      event.preventDefault();
      action(event);
    };
    place.addEventListener('keydown', pressed);
    return () => place.removeEventListener('keydown', pressed);
  }, [enabled, target]);
}
