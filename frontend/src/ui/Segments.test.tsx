import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { expect, it } from 'vitest';

import { Segments } from './Segments';

const OPTIONS = [
  { value: 'day', label: 'Day' },
  { value: 'week', label: 'Week' },
] as const;

function Chosen() {
  const [value, setValue] = useState<'day' | 'week'>('day');
  return <Segments label="Span" value={value} onChange={setValue} options={OPTIONS} />;
}

it('is chosen by an arrow at once, as one stop of Tab', async () => {
  const user = userEvent.setup();
  render(<Chosen />);

  await user.tab();
  await user.keyboard('{ArrowRight>}');
  const week = await screen.findByRole('radio', { name: 'Week', checked: true });
  await user.keyboard('{/ArrowRight}');

  expect(document.activeElement).toBe(week);
  await user.tab();
  expect(document.activeElement).toBe(document.body);
});
