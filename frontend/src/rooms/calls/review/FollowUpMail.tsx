import { Check, Copy } from 'lucide-react';

import { Button } from '@/ui/Button';
import { useCopy } from '@/ui/useCopy';

import type { Review } from './reviewApi';

/** The mail as it could be sent. */
export function FollowUpMail({ mail }: { mail: NonNullable<Review['follow_up_mail']> }) {
  const { copied, copy } = useCopy();
  return (
    <div className="bg-sheet shadow-sheet rounded-2xl p-5">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="text-ink text-base font-semibold">{mail.subject}</p>
        <Button
          size="sm"
          icon={copied === 'mail' ? <Check aria-hidden /> : <Copy aria-hidden />}
          onClick={() => void copy('mail', mail.body)}
        >
          {copied === 'mail' ? 'Copied' : 'Copy the mail'}
        </Button>
      </div>
      <p className="text-ink-soft mt-3 text-base whitespace-pre-wrap">{mail.body}</p>
    </div>
  );
}
