import { createStore } from '@/lib/store';

import type { Deletion } from '../historyApi';

/** What was deleted last: the page of a deleted call leaves, and the history says it. */
export const lastDeletion = createStore<Deletion | null>(null);
