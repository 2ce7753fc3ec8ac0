import { CloudAlert } from 'lucide-react';
import { Component, type ErrorInfo, type ReactNode } from 'react';

import { Button, buttonClass } from '@/ui/Button';
import { Empty } from '@/ui/Empty';
import { StatusAnchor } from '@/ui/StatusLink';

/** Anything can be thrown; this makes an `Error` of it. */
export function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}

interface ErrorScreenProps {
  error: Error;
  onRetry: () => void;
}

/** Shown in the place of a view that broke, with two ways back. */
export function ErrorScreen({ error, onRetry }: ErrorScreenProps) {
  return (
    <div role="alert">
      <Empty
        icon={<CloudAlert />}
        level={1}
        title="This view has stopped working"
        action={
          <>
            <Button tone="primary" onClick={onRetry}>
              Try again
            </Button>
            <a href="/" className={buttonClass('secondary')}>
              Go to the start
            </a>
            <StatusAnchor />
          </>
        }
      >
        <p>Your calls are safe: everything heard so far is kept on the server.</p>
        <details className="mt-4 text-left text-sm">
          <summary className="text-ink-faint cursor-pointer text-center">What went wrong</summary>
          <p className="bg-sunken text-ink-soft mt-2 rounded-lg p-3 break-words">{error.message}</p>
        </details>
      </Empty>
    </div>
  );
}

interface BoundaryProps {
  children: ReactNode;
  /** Told once for each error, for a log. */
  onError?: (error: Error, info: ErrorInfo) => void;
}

/** Catches what nothing nearer has caught, so that the page is never blank. */
export class ErrorBoundary extends Component<BoundaryProps, { error: Error | null }> {
  override state = { error: null as Error | null };

  static getDerivedStateFromError(error: unknown): { error: Error } {
    return { error: asError(error) };
  }

  override componentDidCatch(error: Error, info: ErrorInfo): void {
    this.props.onError?.(error, info);
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === null) return this.props.children;
    return <ErrorScreen error={error} onRetry={() => this.setState({ error: null })} />;
  }
}
