/** Where the server is: the one that delivered the page, or the one named at build time. */

function base(): string {
  const named = import.meta.env.VITE_BACKEND_URL as string | undefined;
  return (named ? named : window.location.origin).replace(/\/+$/, '');
}

/** `path` starts with a slash and holds the version: `/api/v1/calls`. */
export function httpUrl(path: string): string {
  return base() + path;
}

export function socketUrl(path: string): string {
  return base().replace(/^http/, 'ws') + path;
}
