import { useQueryClient } from '@tanstack/react-query';
import { lazyRouteComponent, useRouter } from '@tanstack/react-router';

import { loginEnded } from '@/wire/standing';

import { ThemeSwitch } from './ThemeSwitch';

const LoginPage = lazyRouteComponent(() => import('@/rooms/login/LoginPage'), 'LoginPage');

/** The login, and the way on: to the view that was asked for, without a call being left. */
export function LoginRoom() {
  const router = useRouter();
  const client = useQueryClient();
  return (
    <LoginPage
      look={<ThemeSwitch />}
      onLoggedIn={() => {
        loginEnded.set(false);
        void client.invalidateQueries();
        router.history.replace(viewOf(new URLSearchParams(location.search).get('next')));
      }}
    />
  );
}

/** Only a view of this very page: a link may not lead elsewhere by way of the login. */
export function viewOf(next: string | null): string {
  if (next === null || !URL.canParse(next, location.origin)) return '/';
  const url = new URL(next, location.origin);
  if (url.origin !== location.origin || url.pathname === '/login') return '/';
  return url.pathname + url.search + url.hash;
}
