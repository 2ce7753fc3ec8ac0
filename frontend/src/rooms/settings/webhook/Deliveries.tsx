import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { CircleCheck, CircleMinus, CircleX, Clock } from 'lucide-react';
import type { ReactNode } from 'react';

import { Button } from '@/ui/Button';

import { reason } from '../fields/useSaving';
import { deliveriesQuery } from './useWebhook';
import { sendAgain, type Delivery } from './webhookApi';

const STATES: Record<Delivery['state'], { name: string; icon: ReactNode }> = {
  delivered: {
    name: 'Taken',
    icon: <CircleCheck aria-hidden className="text-accent size-5 shrink-0" />,
  },
  pending: { name: 'Waits', icon: <Clock aria-hidden className="text-ink-soft size-5 shrink-0" /> },
  given_up: {
    name: 'Given up',
    icon: <CircleX aria-hidden className="text-alarm size-5 shrink-0" />,
  },
  cancelled: {
    name: 'Not sent',
    icon: <CircleMinus aria-hidden className="text-ink-soft size-5 shrink-0" />,
  },
};

/** What became of the calls that were sent last, each with the receiver's last word. */
export function Deliveries() {
  const { data: deliveries, error } = useQuery(deliveriesQuery);
  if (deliveries === undefined) {
    if (error === null) return null;
    return (
      <p role="alert" className="text-alarm py-4 text-base">
        {error.message}
      </p>
    );
  }
  if (deliveries.length === 0) {
    return <p className="text-ink-soft py-4 text-base">None yet. The next call that ends is.</p>;
  }
  return (
    <ul className="divide-line mt-2 divide-y">
      {deliveries.map((delivery) => (
        <DeliveryRow key={delivery.id} delivery={delivery} />
      ))}
    </ul>
  );
}

function DeliveryRow({ delivery }: { delivery: Delivery }) {
  const client = useQueryClient();
  const again = useMutation({
    mutationFn: () => sendAgain(delivery.id),
    onSettled: () => client.invalidateQueries({ queryKey: deliveriesQuery.queryKey }),
  });
  const { name, icon } = STATES[delivery.state];
  const fresh = delivery.state === 'pending' && delivery.attempts === 0;
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-2 py-3">
      {icon}
      <div className="min-w-0 flex-1 basis-64 text-base">
        <p className="text-ink">
          <span className="font-semibold">{name}</span>
          {delivery.status !== null && <span className="figures"> ({delivery.status})</span>}
          {' · '}
          <Link
            to="/calls/$callId"
            params={{ callId: delivery.call_id }}
            className="text-accent font-medium hover:underline"
          >
            {moment(delivery.queued_at)}
          </Link>
        </p>
        <p className="text-ink-soft text-sm">{told(delivery)}</p>
        {delivery.state !== 'delivered' && delivery.answer !== null && (
          <p className="text-ink-soft text-sm break-words">Last answer: {delivery.answer}</p>
        )}
        {again.error !== null && (
          <p role="alert" className="text-alarm text-sm">
            {reason(again.error)}
          </p>
        )}
      </div>
      {!fresh && (
        <Button
          size="sm"
          tone="quiet"
          busy={again.isPending}
          aria-label={`Send the call of ${moment(delivery.queued_at)} again`}
          onClick={() => again.mutate()}
        >
          Send again
        </Button>
      )}
    </li>
  );
}

function told({ state, attempts, next_at: nextAt }: Delivery): string {
  const tries = attempts === 1 ? 'Tried once' : `Tried ${attempts} times`;
  if (state === 'delivered') return attempts > 1 ? `${tries}.` : 'At the first try.';
  if (state === 'cancelled') return 'The address changed before it was taken.';
  if (attempts === 0) return 'It is sent in a moment.';
  return nextAt === null ? `${tries}.` : `${tries}. Again at ${moment(nextAt)}.`;
}

function moment(at: string): string {
  return new Date(at).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' });
}
