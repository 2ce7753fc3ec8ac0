import { Check, Link2 } from 'lucide-react';

import { IconButton } from '@/ui/IconButton';
import { useCopy } from '@/ui/useCopy';

import { momentUrl } from './momentUrl';

interface CopyLinkProps {
  turnId: string;
  /** The moment, as a name ends with it. */
  at: string;
  className?: string;
}

/** Copies the address of a line, to be sent to somebody. */
export function CopyLink({ turnId, at, className }: CopyLinkProps) {
  const { copied, copy } = useCopy();
  return (
    <IconButton
      size="sm"
      className={className}
      label={copied === null ? `Copy the link${at && ` to ${at}`}` : 'Copied'}
      icon={copied === null ? <Link2 aria-hidden /> : <Check aria-hidden />}
      onClick={() => void copy(turnId, momentUrl(turnId))}
    />
  );
}
