import { useState } from 'react';

import { cx } from '@/ui/cx';

import type { CallSummary } from '../callsApi';
import { CustomerWindow } from './CustomerWindow';

/** The customer's company, and the way to say with whom the call was. The demo's is its own. */
export function CallCustomer({ call }: { call: CallSummary }) {
  const [asking, setAsking] = useState(false);
  const { customer, status, demo } = call;
  const known = customer !== null;
  return (
    <>
      {customer?.company && <span>{customer.company}</span>}
      {status === 'ended' && demo !== true && (
        <button
          type="button"
          onClick={() => setAsking(true)}
          className={cx(
            'cursor-pointer rounded underline underline-offset-2',
            known ? 'hover:text-ink' : 'text-accent font-semibold',
          )}
        >
          {known ? 'Change the customer' : 'Set the customer'}
        </button>
      )}
      {asking && <CustomerWindow calls={[call]} onClose={() => setAsking(false)} />}
    </>
  );
}
