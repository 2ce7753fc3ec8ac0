import { Shortcuts, type Shortcut } from '@/ui/Shortcuts';

const SHORTCUTS: readonly Shortcut[] = [
  ['U', 'Use the card'],
  ['D', 'Dismiss the card'],
  ['M', 'Mark this moment'],
  ['/', 'Search the toolkit'],
  ['X', 'Mute or unmute your microphone'],
  ['P', 'Off the record, and back'],
  ['G', 'Suggestions or guidance'],
  ['E', 'End the call; you are asked first'],
  ['?', 'This list'],
  ['Esc', 'Leave the search, or close a window'],
];

interface ShortcutsWindowProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

export function ShortcutsWindow(props: ShortcutsWindowProps) {
  return <Shortcuts {...props} shortcuts={SHORTCUTS} />;
}
