import { useMutation, useQuery } from '@tanstack/react-query';
import { LogOut } from 'lucide-react';

import { Button } from '@/ui/Button';

import { Block } from '../Block';
import { Loading } from '../Loading';
import { logOut, sessionQuery } from './accessApi';

const DAY = new Intl.DateTimeFormat(undefined, { dateStyle: 'long', timeStyle: 'short' });

/** Whether one has to log in, until when this browser is, and the way out. */
export function AccessSection() {
  const session = useQuery(sessionQuery);
  const leaving = useMutation({
    mutationFn: logOut,
    onSuccess: () => location.assign('/login'),
  });
  if (session.data === undefined) {
    return <Loading unreadable={session.error} retry={() => void session.refetch()} />;
  }
  const { needs_login: needsLogin, ends_at: endsAt } = session.data;
  if (!needsLogin) {
    return (
      <Block title="This computer only">
        <p className="text-ink-soft mt-1 text-base">
          The server answers to nobody but this computer, so there is nothing to log in to. To use
          it from another one, give the server an access token; this page then asks for it.
        </p>
        <p className="text-ink-faint mt-1 text-sm">
          Whoever runs the server sets ACCESS_TOKEN in its .env file.
        </p>
      </Block>
    );
  }
  return (
    <Block title="Logged in with the access token">
      <p className="text-ink-soft mt-1 text-base">
        {endsAt === null
          ? 'Whoever has the token can open every call.'
          : `This browser is logged in until ${DAY.format(endsAt * 1000)}.`}{' '}
        To log out every browser, change the token where the server runs.
      </p>
      <Button
        className="mt-5"
        icon={<LogOut aria-hidden />}
        busy={leaving.isPending}
        onClick={() => leaving.mutate()}
      >
        Log out
      </Button>
      <p role="alert" className="text-alarm mt-2 text-base empty:hidden">
        {leaving.error?.message}
      </p>
    </Block>
  );
}
