/** Stands in for the server. For tests. */
import { vi } from 'vitest';

export interface Asked {
  method: string;
  path: string;
  search: URLSearchParams;
  body: unknown;
}

/** What `answer` returns is sent as JSON, undefined as an answer without content. Every request is
 * put down in the list that comes back. */
export function serve(answer: (asked: Asked) => unknown): Asked[] {
  const all: Asked[] = [];
  vi.stubGlobal('fetch', (address: URL, { method = 'GET', body }: RequestInit = {}) => {
    const sent: unknown = typeof body === 'string' ? JSON.parse(body) : null;
    const asked = { method, path: address.pathname, search: address.searchParams, body: sent };
    all.push(asked);
    const told = answer(asked);
    return Promise.resolve(
      told === undefined ? new Response(null, { status: 204 }) : Response.json(told),
    );
  });
  return all;
}

/** As in `POST /api/v1/calls`. */
export const named = (all: readonly Asked[]): string[] =>
  all.map(({ method, path }) => `${method} ${path}`);
