import { Key } from '@/ui/Key';
import { Window } from '@/ui/Window';

const SHORTCUTS: readonly (readonly [key: string, does: string])[] = [
  ['U', 'Use the card'],
  ['D', 'Dismiss the card'],
  ['M', 'Mark this moment'],
  ['/', 'Search the toolkit'],
  ['X', 'Mute or unmute your microphone'],
  ['P', 'Off the record, and back'],
  ['G', 'Suggestions or guidance'],
  ['?', 'This list'],
  ['Esc', 'Leave the search, or close a window'],
];

interface ShortcutsWindowProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

export function ShortcutsWindow({ open, onOpenChange }: ShortcutsWindowProps) {
  return (
    <Window
      open={open}
      onOpenChange={onOpenChange}
      title="Keyboard shortcuts"
      description="They rest while you are typing."
      className="max-w-md"
    >
      <dl className="-mb-1">
        {SHORTCUTS.map(([key, does]) => (
          <div
            key={key}
            className="border-line flex items-center justify-between border-t py-2.5 first:border-t-0"
          >
            <dt className="text-ink-soft order-2">
              <Key>{key}</Key>
            </dt>
            <dd className="text-ink text-base">{does}</dd>
          </div>
        ))}
      </dl>
    </Window>
  );
}
