import { cleanup, render, screen, within } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';

import type { LaneMark, MarkKind } from './lanes';
import { Legend } from './MarkShape';

afterEach(cleanup);

const mark = (kind: MarkKind): LaneMark => ({ id: kind, at: 0, key: kind, kind, name: kind });
const map = (...kinds: MarkKind[]) => ({
  stages: [],
  lanes: [{ name: 'Signals', marks: kinds.map(mark) }],
});

it('says once what each mark of this call stands for', () => {
  render(<Legend map={map('shown', 'objection', 'objection')} />);
  const legend = screen.getByRole('list', { name: 'What the marks stand for' });
  const told = within(legend).getAllByRole('listitem');
  expect(told.map((each) => each.textContent)).toEqual(['Objection', 'Card shown']);
});

it('says nothing where there is no mark', () => {
  const { container } = render(<Legend map={map()} />);
  expect(container.textContent).toBe('');
});
