import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it, vi } from 'vitest';

import { BlankFacts } from './BlankFacts';

afterEach(cleanup);

it('says which facts have a blank, that no card says them, and leads there', async () => {
  const show = vi.fn();
  render(<BlankFacts facts={['It is $79.', 'We save [your figure] a week.']} onShow={show} />);
  expect(screen.getByRole('status').textContent).toContain('1 fact still has a blank');
  expect(screen.getByRole('status').textContent).toContain('No card says it');
  await userEvent.click(screen.getByRole('button', { name: 'We save [your figure] a week.' }));
  expect(show).toHaveBeenCalledWith(1);
});

it('says nothing where nothing is missing', () => {
  render(<BlankFacts facts={['It is $79.']} />);
  expect(screen.queryByRole('status')).toBeNull();
});
