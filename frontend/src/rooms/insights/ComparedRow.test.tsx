import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';

import { ComparedRow } from './ComparedRow';
import type { Compared } from './insightsApi';

afterEach(cleanup);

const NOTHING_BEFORE = { before: null, low: null, high: null, differs: false };
const WEEK = { mean: 6.5, n: 12 };

it('says once that there is nothing to hold the week against', () => {
  const compared: Compared[] = [
    { figure: 'score', week: WEEK, ...NOTHING_BEFORE },
    { figure: 'questions', week: WEEK, ...NOTHING_BEFORE },
  ];
  render(<ComparedRow compared={compared} />);
  expect(screen.getAllByText(/no calls to hold them against/)).toHaveLength(1);
  expect(screen.queryByText('Too few calls to tell')).toBeNull();
});
