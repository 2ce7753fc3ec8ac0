import { Link, Outlet, useRouterState } from '@tanstack/react-router';
import { BookOpen, ChartLine, Dumbbell, History, Phone, SlidersHorizontal } from 'lucide-react';
import { useEffect, useRef } from 'react';

import { Mark } from '@/ui/Mark';

import { OfflineBanner } from './OfflineBanner';
import { ReturnToCall } from './ReturnToCall';
import { ServerAway } from './ServerAway';
import { StandingBanner } from './StandingBanner';
import { ThemeSwitch } from './ThemeSwitch';

const LINK =
  // Between a phone and a desk there is room for the words or the icons: the words stay.
  'inline-flex h-9 items-center gap-2 rounded-lg px-2.5 lg:px-3 sm:max-lg:[&_svg]:hidden text-base font-medium text-ink-soft transition-colors ' +
  'hover:bg-sunken hover:text-ink [&_svg]:size-[17px] aria-[current=page]:bg-sunken aria-[current=page]:text-ink';

/** What stands around every view: the way to skip it, the name, the places to go, the look. */
export function Layout() {
  const path = useRouterState({ select: (state) => state.location.pathname });
  const main = useRef<HTMLElement>(null);
  const shown = useRef(path);

  // A new view is announced by moving the focus to it, as a page load would.
  useEffect(() => {
    if (shown.current === path) return;
    shown.current = path;
    main.current?.focus({ preventScroll: true });
  }, [path]);

  // A stranger sees the way in, not the rooms behind it.
  if (path === '/login') return <Outlet />;
  return (
    <div className="flex h-dvh flex-col">
      <a
        href="#main"
        className="bg-ink text-canvas fixed top-2 left-2 z-60 -translate-y-16 rounded-lg px-4 py-2 text-base font-semibold focus:translate-y-0"
      >
        Skip to the page
      </a>
      <header className="flex h-14 shrink-0 items-center gap-3 px-4 sm:px-6 lg:gap-6">
        <Link
          to="/"
          className="text-ink flex items-center gap-2.5 rounded-lg text-lg font-semibold"
        >
          <Mark />
          <span className="max-lg:sr-only">Sales Coach</span>
        </Link>
        <nav aria-label="Main" className="flex items-center gap-1">
          <Link to="/" activeOptions={{ exact: true, includeSearch: false }} className={LINK}>
            <Phone aria-hidden />
            <span className="max-sm:sr-only">Call</span>
          </Link>
          <Link
            to="/calls"
            aria-current={path === '/imports' ? 'page' : undefined}
            className={LINK}
          >
            <History aria-hidden />
            <span className="max-sm:sr-only">History</span>
          </Link>
          <Link to="/insights" className={LINK}>
            <ChartLine aria-hidden />
            <span className="max-sm:sr-only">Insights</span>
          </Link>
          <Link to="/practice" className={LINK}>
            <Dumbbell aria-hidden />
            <span className="max-sm:sr-only">Practice</span>
          </Link>
          <Link to="/playbooks" className={LINK}>
            <BookOpen aria-hidden />
            <span className="max-sm:sr-only">Playbooks</span>
          </Link>
          <Link to="/settings" className={LINK}>
            <SlidersHorizontal aria-hidden />
            <span className="max-sm:sr-only">Settings</span>
          </Link>
        </nav>
        <div className="ml-auto flex items-center gap-3">
          <ReturnToCall />
          <ThemeSwitch />
        </div>
      </header>
      <OfflineBanner />
      <ServerAway />
      <StandingBanner />
      <main
        id="main"
        ref={main}
        tabIndex={-1}
        // What only a screen reader reads is placed absolutely: within this, or the page would scroll.
        className="relative min-h-0 flex-1 scroll-pb-(--docked) overflow-x-clip overflow-y-auto outline-none [--docked:0rem] has-data-docked:[--docked:14rem]"
      >
        <Outlet />
      </main>
    </div>
  );
}
