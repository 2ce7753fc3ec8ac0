import { useEffect } from 'react';
import { createStore, useStore } from './store';

export type Theme = 'dark' | 'light' | 'system';

const KEY = 'salescoach.theme';
const SYSTEM_DARK = '(prefers-color-scheme: dark)';

function kept(): Theme {
  try {
    const value = localStorage.getItem(KEY);
    return value === 'dark' || value === 'light' ? value : 'system';
  } catch {
    return 'system'; // storage can be forbidden
  }
}

const theme = createStore<Theme>(kept());
const systemDark = createStore(false);

function setTheme(next: Theme): void {
  try {
    localStorage.setItem(KEY, next);
  } catch {
    // Not kept, and still applied.
  }
  theme.set(next);
}

/**
 * The chosen theme and the one in force. Mount it once near the root: it puts `data-theme` and the
 * class `dark` on the document.
 */
export function useTheme(): {
  theme: Theme;
  applied: 'dark' | 'light';
  setTheme: (next: Theme) => void;
} {
  const chosen = useStore(theme);
  const dark = useStore(systemDark);
  useEffect(() => {
    const query = window.matchMedia(SYSTEM_DARK);
    const follow = () => systemDark.set(query.matches);
    follow();
    query.addEventListener('change', follow);
    return () => query.removeEventListener('change', follow);
  }, []);
  const applied = chosen === 'system' ? (dark ? 'dark' : 'light') : chosen;
  useEffect(() => {
    document.documentElement.dataset.theme = applied;
    document.documentElement.classList.toggle('dark', applied === 'dark');
  }, [applied]);
  return { theme: chosen, applied, setTheme };
}
