import { Monitor, Moon, Sun } from 'lucide-react';

import { useTheme } from '@/lib/theme';
import { Segments } from '@/ui/Segments';

const THEMES = [
  { value: 'light', label: 'Light', icon: <Sun aria-hidden /> },
  { value: 'dark', label: 'Dark', icon: <Moon aria-hidden /> },
  { value: 'system', label: 'As the system', icon: <Monitor aria-hidden /> },
] as const;

export function ThemeSwitch() {
  const { theme, setTheme } = useTheme();
  return <Segments label="Look" compact value={theme} onChange={setTheme} options={THEMES} />;
}
