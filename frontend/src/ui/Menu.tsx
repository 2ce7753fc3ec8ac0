import { DropdownMenu } from 'radix-ui';
import { useRef, type ReactNode } from 'react';

import { cx } from './cx';
import { Key } from './Key';

export interface MenuItem {
  label: string;
  icon?: ReactNode;
  shortcut?: string;
  tone?: 'plain' | 'alarm';
  disabled?: boolean;
  /** Where the focus goes afterwards, by the id of an element; else back to the button. */
  onSelect: () => string | undefined;
}

interface MenuProps {
  /** The button that opens it. */
  children: ReactNode;
  /** Groups of items, with a line between them. */
  groups: readonly (readonly (MenuItem | false)[])[];
  align?: 'start' | 'end';
}

/** A short list of things to do, behind a button. */
export function Menu({ children, groups, align = 'end' }: MenuProps) {
  // What is chosen may take the button away, or bring something new that wants the focus.
  const focusNext = useRef<string>(undefined);
  const shown = groups
    .map((group) => group.filter((item) => item !== false))
    .filter((group) => group.length > 0);
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>{children}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align={align}
          sideOffset={6}
          collisionPadding={8}
          onCloseAutoFocus={(event) => {
            const id = focusNext.current;
            focusNext.current = undefined;
            if (id === undefined) return;
            event.preventDefault();
            requestAnimationFrame(() => document.getElementById(id)?.focus());
          }}
          className="animate-fade bg-sheet shadow-float z-50 min-w-52 rounded-xl p-1"
        >
          {shown.map((group, place) => (
            <DropdownMenu.Group key={place}>
              {place > 0 && <DropdownMenu.Separator className="bg-line mx-2 my-1 h-px" />}
              {group.map((item) => (
                <DropdownMenu.Item
                  key={item.label}
                  disabled={item.disabled}
                  onSelect={() => {
                    focusNext.current = item.onSelect();
                  }}
                  className={cx(
                    'data-highlighted:bg-sunken flex min-h-9 cursor-pointer items-center gap-2.5 rounded-lg px-2.5 py-1.5 text-base outline-none',
                    'data-disabled:text-ink-faint data-disabled:cursor-default [&_svg]:size-4 [&_svg]:shrink-0',
                    item.tone === 'alarm' ? 'text-alarm' : 'text-ink [&_svg]:text-ink-soft',
                  )}
                >
                  {item.icon}
                  {item.label}
                  {item.shortcut !== undefined && (
                    <span className="text-ink-faint ml-auto pl-4">
                      <Key>{item.shortcut}</Key>
                    </span>
                  )}
                </DropdownMenu.Item>
              ))}
            </DropdownMenu.Group>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
