import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { afterEach, expect, it, vi } from 'vitest';

import { Confirm } from './Confirm';
import { Menu } from './Menu';
import { Window } from './Window';

afterEach(cleanup);

/** A page whose buttons open something; one of them is gone once it has. */
function Page() {
  const [open, setOpen] = useState<string | null>(null);
  const close = () => setOpen(null);
  const rename = (): undefined => {
    setOpen('window');
  };
  return (
    <main id="main" tabIndex={-1}>
      <button type="button" onClick={() => setOpen('window')}>
        Open
      </button>
      <button type="button" onClick={() => setOpen('question')}>
        Ask
      </button>
      <Menu groups={[[{ label: 'Rename', onSelect: rename }]]}>
        <button type="button">More</button>
      </Menu>
      {open !== 'gone' && (
        <button type="button" onClick={() => setOpen('gone')}>
          Go
        </button>
      )}
      {(open === 'window' || open === 'gone') && (
        <Window open onOpenChange={close} title="A window">
          <input aria-label="Name" autoFocus />
        </Window>
      )}
      <Confirm
        open={open === 'question'}
        onOpenChange={close}
        title="Sure?"
        confirm="Yes"
        onConfirm={close}
      >
        Think.
      </Confirm>
    </main>
  );
}

it.each([
  ['Open', 'dialog'],
  ['Ask', 'alertdialog'],
])('%s: the focus comes back to the button that opened it', async (name, role) => {
  render(<Page />);
  for (let again = 0; again < 2; again += 1) {
    const opener = screen.getByRole('button', { name });
    opener.focus();
    await userEvent.keyboard('{Enter}');
    await screen.findByRole(role);
    await userEvent.keyboard('{Escape}');
    await vi.waitFor(() => expect(document.activeElement).toBe(opener));
  }
});

it('comes back to the button of the menu it was chosen from', async () => {
  render(<Page />);
  const more = screen.getByRole('button', { name: 'More' });
  more.focus();
  await userEvent.keyboard('{Enter}');
  (await screen.findByRole('menuitem', { name: 'Rename' })).focus();
  await userEvent.keyboard('{Enter}');
  await screen.findByRole('dialog');
  await userEvent.keyboard('{Escape}');
  await vi.waitFor(() => expect(document.activeElement).toBe(more));
});

it('stays in the page when the button is gone', async () => {
  render(<Page />);
  screen.getByRole('button', { name: 'Go' }).focus();
  await userEvent.keyboard('{Enter}');
  expect(document.activeElement).toBe(await screen.findByLabelText('Name'));
  await userEvent.keyboard('{Escape}');
  await vi.waitFor(() => expect(document.activeElement).toBe(screen.getByRole('main')));
});
