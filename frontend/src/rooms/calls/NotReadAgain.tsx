import { Banner } from '@/ui/Banner';
import { Button } from '@/ui/Button';

interface NotReadAgainProps {
  error: Error;
  onRetry: () => void;
}

/** The call stays as it was read before: what is played or being corrected goes on. */
export function NotReadAgain({ error, onRetry }: NotReadAgainProps) {
  return (
    <Banner
      tone="info"
      title="This is the call as it was read before."
      className="mt-6"
      compact
      action={
        <Button size="sm" onClick={onRetry}>
          Try again
        </Button>
      }
    >
      {error.message}
    </Banner>
  );
}
