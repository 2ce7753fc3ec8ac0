import { render, screen } from '@testing-library/react';
import { expect, it } from 'vitest';

import { Elapsed } from './Elapsed';

it('may be hidden by a dialog together with the rest of its button', () => {
  render(<Elapsed since={0} />);
  expect(screen.getByRole('timer').hasAttribute('aria-live')).toBe(false);
});
