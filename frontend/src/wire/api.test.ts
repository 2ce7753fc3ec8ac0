import { describe, expect, it, vi } from 'vitest';
import { ApiError, request, retrying } from './api';
import { busyUntilMs, loginEnded, serverAway } from './standing';

function answer(response: Response | Error) {
  const fetched = vi.fn<typeof fetch>(() =>
    response instanceof Error ? Promise.reject(response) : Promise.resolve(response),
  );
  vi.stubGlobal('fetch', fetched);
  return fetched;
}

async function refusal(path = '/api/v1/calls'): Promise<ApiError> {
  const error: unknown = await request(path).catch((cause: unknown) => cause);
  if (!(error instanceof ApiError)) throw new Error('It was not refused.');
  return error;
}

describe('request', () => {
  it('asks with a query and reads JSON', async () => {
    const fetched = answer(Response.json({ calls: [] }));
    const query = { limit: 5, cursor: undefined, before: null };
    expect(await request('/api/v1/calls', { query })).toEqual({ calls: [] });
    expect(String(fetched.mock.calls[0]?.[0] as URL)).toBe(
      `${window.location.origin}/api/v1/calls?limit=5`,
    );
  });

  it('takes an answer without content', async () => {
    answer(new Response(null, { status: 204 }));
    expect(await request('/api/v1/calls/c', { method: 'DELETE' })).toBeUndefined();
  });

  it('carries what the server said went wrong', async () => {
    const error = { code: 'call_is_live', message: 'It is live.', request_id: 'r1' };
    answer(Response.json({ error }, { status: 409 }));
    expect(await refusal()).toMatchObject({
      code: 'call_is_live',
      message: 'It is live.',
      status: 409,
      requestId: 'r1',
    });
  });

  it('carries what is wrong, place by place, and which version is there', async () => {
    const problems = [{ path: 'product.name', message: 'empty' }];
    const base = { code: 'playbook_invalid', message: 'No.', request_id: 'r1' };
    answer(Response.json({ error: { ...base, problems } }, { status: 422 }));
    expect(await refusal()).toMatchObject({ problems, currentVersion: null });
    answer(Response.json({ error: { ...base, current_version: 4 } }, { status: 409 }));
    expect(await refusal()).toMatchObject({ problems: [], currentVersion: 4 });
  });

  it('has a code for an answer from something in between', async () => {
    const headers = { 'x-request-id': 'r2' };
    answer(new Response('<html>', { status: 502, headers }));
    expect(await refusal()).toMatchObject({ code: 'bad_answer', status: 502, requestId: 'r2' });
  });

  it('has a code for a server that is not there', async () => {
    answer(new TypeError('Failed to fetch'));
    expect(await refusal()).toMatchObject({ code: 'unreachable', status: 0 });
  });

  it('tells the page that the server is away, also when a proxy says it, and that it is back', async () => {
    answer(new TypeError('Failed to fetch'));
    await refusal();
    expect(serverAway.get()).toBe(true);
    const error = { code: 'not_found', message: 'No.', request_id: 'r1' };
    answer(Response.json({ error }, { status: 404 }));
    await refusal();
    expect(serverAway.get()).toBe(false);
    answer(new Response('<html>', { status: 502 }));
    await refusal();
    expect(serverAway.get()).toBe(true);
    answer(Response.json({}));
    await request('/api/v1/calls');
    expect(serverAway.get()).toBe(false);
  });

  it('leaves an abort of the caller an abort', async () => {
    const stop = new AbortController();
    stop.abort();
    answer(new DOMException('', 'AbortError'));
    const asked = request('/api/v1/calls', { signal: stop.signal });
    await expect(asked).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('tells the page when the login has ended', async () => {
    const error = { code: 'login_required', message: 'Log in.', request_id: 'r1' };
    answer(Response.json({ error }, { status: 401 }));
    await refusal();
    expect(loginEnded.get()).toBe(true);
    loginEnded.set(false);
  });

  it('tells the page how long the server wants to be left alone, and forgets it', async () => {
    vi.setSystemTime(1_000_000);
    const error = { code: 'rate_limited', message: 'Wait.', request_id: 'r1' };
    answer(Response.json({ error }, { status: 429, headers: { 'retry-after': '12' } }));
    expect((await refusal()).retryAtMs).toBe(1_012_000);
    expect(busyUntilMs.get()).toBe(1_012_000);
    answer(Response.json({}));
    await request('/api/v1/calls');
    expect(busyUntilMs.get()).toBeNull();
    vi.useRealTimers();
  });
});

describe('retrying', () => {
  const refused = (status: number, retryAtMs: number | null = null) =>
    new ApiError('code', 'No.', status, null, {}, retryAtMs);

  it('never knocks twice without a login, and again when it came too often', () => {
    expect(retrying.retry(0, refused(401))).toBe(false);
    expect(retrying.retry(0, refused(500))).toBe(true);
    expect(retrying.retry(1, refused(500))).toBe(false);
    expect(retrying.retry(2, refused(429))).toBe(true);
    expect(retrying.retry(3, refused(429))).toBe(false);
  });

  it('waits as long as the server asks, a minute at most', () => {
    vi.setSystemTime(0);
    expect(retrying.retryDelay(0, refused(429, 7_000))).toBe(7_000);
    expect(retrying.retryDelay(0, refused(429, 900_000))).toBe(60_000);
    expect(retrying.retryDelay(1, refused(500))).toBe(2_000);
    vi.useRealTimers();
  });
});
