// @vitest-environment jsdom
import { render, screen } from '@testing-library/react';
import { expect, test } from 'vitest';

import { Elapsed } from './Elapsed';

test('a dialog may hide it together with the rest of its button', () => {
  render(<Elapsed since={0} />);
  expect(screen.getByRole('timer').hasAttribute('aria-live')).toBe(false);
});
