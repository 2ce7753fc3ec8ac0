import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it, vi } from 'vitest';

import { ErrorBoundary } from './ErrorScreen';

afterEach(cleanup);

it('shows a way back in the place of what broke, and takes it', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  let broken = true;
  const onError = vi.fn();
  function View() {
    if (broken) throw new Error('It fell over.');
    return <p>Well again</p>;
  }
  render(
    <ErrorBoundary onError={onError}>
      <View />
    </ErrorBoundary>,
  );
  expect(screen.getByRole('heading', { name: 'This view has stopped working' })).toBeTruthy();
  expect(screen.getByText('It fell over.')).toBeTruthy();
  expect(screen.getByRole('link', { name: 'Go to the start' }).getAttribute('href')).toBe('/');
  const status = screen.getByRole('link', { name: 'Status of the server' });
  expect(status.getAttribute('href')).toBe('/status');
  expect(onError).toHaveBeenCalledOnce();

  broken = false;
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
  expect(screen.getByText('Well again')).toBeTruthy();
});

it('stays out of the way while nothing breaks', () => {
  render(<ErrorBoundary>fine</ErrorBoundary>);
  expect(screen.queryByRole('alert')).toBeNull();
});
