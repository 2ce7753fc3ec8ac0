import { useQuery } from '@tanstack/react-query';
import { ChevronRight } from 'lucide-react';

import { briefQuery } from './customerBrief';
import { BriefView } from './CustomerBrief';

/** During the call: what the last ones left open, folded away until it is wanted. */
export function LastTime({ customer }: { customer: { name: string; company?: string | null } }) {
  const brief = useQuery(briefQuery(customer.name, customer.company ?? '')).data?.brief;
  if (!brief) return null;
  return (
    <details className="group">
      <summary className="text-ink-faint hover:text-ink flex cursor-pointer list-none items-center gap-1 rounded-lg text-sm font-semibold">
        <ChevronRight aria-hidden className="size-4 transition-transform group-open:rotate-90" />
        Last time
      </summary>
      <div className="mt-2">
        <BriefView brief={brief} />
      </div>
    </details>
  );
}
