/** How this page stands with the server, beyond a single request. */

import { createStore } from '@/lib/store';

/** The server has an access token, and this browser has no login, or none any more. */
export const loginEnded = createStore(location.pathname === '/login');

/** The last request found nobody, or only something in between. */
export const serverAway = createStore(false);

/** The server was asked too often and takes requests again then; null as a rule. */
export const busyUntilMs = createStore<number | null>(null);
