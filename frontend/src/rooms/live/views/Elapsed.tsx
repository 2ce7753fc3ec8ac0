import { clock } from '@/ui/time';
import { useNow } from '@/ui/useNow';

interface ElapsedProps {
  /** Wall clock of the beginning. */
  since: number | null;
  className?: string;
}

/** A running clock. It is silent for screen readers: a number each second would be noise. */
export function Elapsed({ since, className }: ElapsedProps) {
  const now = useNow(500, since !== null);
  return (
    // No `aria-live`, which a timer has as "off" anyway: a dialog hides the page behind it but for
    // elements with that attribute, and leaves the button around this one without its name.
    <span role="timer" className={`figures ${className ?? ''}`}>
      {clock(since === null ? 0 : now - since)}
    </span>
  );
}
