import { Banner } from '@/ui/Banner';
import { Button } from '@/ui/Button';

interface ForgottenProps {
  /** Left out when nobody knows what it compared. */
  onAgain?: () => void;
}

/** A comparison that the server knows no more: it was started again, or it was long ago. */
export function Forgotten({ onAgain }: ForgottenProps) {
  return (
    <Banner
      tone="caution"
      title="This comparison was interrupted"
      className="mt-8"
      {...(onAgain !== undefined && { action: <Button onClick={onAgain}>Run it again</Button> })}
    >
      The server was started again meanwhile, or it was a while ago: what was found is not kept.
      {onAgain === undefined && ' Choose above what to compare.'}
    </Banner>
  );
}
