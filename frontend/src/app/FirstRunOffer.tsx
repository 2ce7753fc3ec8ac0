import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';

import { Banner } from '@/ui/Banner';
import { Button, buttonClass } from '@/ui/Button';
import { request } from '@/wire/api';
import type { components } from '@/wire/types.gen';

import { useLive } from './live';

type FirstRun = components['schemas']['FirstRunView'];

const ROOT = '/api/v1/playbooks/first-run';
const firstRunQuery = queryOptions({
  queryKey: ['first-run'],
  queryFn: ({ signal }) => request<FirstRun>(ROOT, { signal }),
});

/** Before the first call, as long as the coach sells nothing of the user's: the way to change that. */
export function FirstRunOffer() {
  const { state, resumable } = useLive().call;
  const { data } = useQuery(firstRunQuery);
  const client = useQueryClient();
  const skip = useMutation({
    mutationFn: () => request(`${ROOT}/skip`, { method: 'POST' }),
    onMutate: () => client.setQueryData(firstRunQuery.queryKey, { due: false, skipped: true }),
    onError: () => client.invalidateQueries({ queryKey: firstRunQuery.queryKey }),
  });
  if (data?.due !== true || state.phase !== 'idle' || resumable !== null) return null;
  return (
    <div className="mx-auto max-w-6xl px-4 pt-4 sm:px-6 lg:pt-6">
      <Banner
        tone="info"
        title="Which product do you sell?"
        action={
          <span className="flex flex-wrap justify-end gap-2">
            <Button size="sm" tone="quiet" onClick={() => skip.mutate()}>
              Not now
            </Button>
            <Link to="/playbooks/first-run" className={buttonClass('primary', 'sm')}>
              Set up your playbook
            </Link>
          </span>
        }
      >
        Until you say so, the cards speak of an example. It takes about three minutes.
      </Banner>
    </div>
  );
}
