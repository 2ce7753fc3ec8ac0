import { Key } from './Key';
import { Window } from './Window';

export type Shortcut = readonly [keys: string, does: string];

interface ShortcutsProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  shortcuts: readonly Shortcut[];
}

/** What can be done with keys alone. */
export function Shortcuts({ open, onOpenChange, shortcuts }: ShortcutsProps) {
  return (
    <Window
      open={open}
      onOpenChange={onOpenChange}
      title="Keyboard shortcuts"
      description="They rest while you are typing."
      className="max-w-md"
    >
      <dl className="-mb-1">
        {shortcuts.map(([keys, does]) => (
          <div
            key={keys}
            className="border-line flex items-center justify-between border-t py-2.5 first:border-t-0"
          >
            <dt className="text-ink-soft order-2 flex gap-1">
              {keys.split(' ').map((key) => (
                <Key key={key}>{key}</Key>
              ))}
            </dt>
            <dd className="text-ink text-base">{does}</dd>
          </div>
        ))}
      </dl>
    </Window>
  );
}
