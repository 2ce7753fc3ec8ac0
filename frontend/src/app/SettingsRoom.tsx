import { Link } from '@tanstack/react-router';

import { SettingsPage } from '@/rooms/settings/SettingsPage';

/** The settings, and the way from them to how the server is. */
export function SettingsRoom() {
  return (
    <>
      <SettingsPage />
      <p className="mx-auto -mt-10 max-w-6xl px-4 pb-16 text-base sm:px-6">
        <Link
          to="/status"
          className="text-ink-soft hover:text-ink rounded-lg underline decoration-(--line) underline-offset-4"
        >
          Status of the server
        </Link>
      </p>
    </>
  );
}
