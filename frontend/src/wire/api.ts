import { httpUrl } from './backend';
import { busyUntilMs, loginEnded, serverAway } from './standing';
import type { components } from './types.gen';

type ErrorDetail = components['schemas']['ErrorDetail'];
export type FieldProblem = components['schemas']['FieldProblem'];

const TIMEOUT_MS = 15_000;

/**
 * What the server refused, or why it could not be asked. `code` is stable; codes of our own:
 * `unreachable`, `timeout`, `bad_answer`. `status` is 0 when there was no answer.
 */
export class ApiError extends Error {
  readonly code: string;
  readonly status: number;
  readonly requestId: string | null;
  /** What is wrong with content that was refused, place by place. */
  readonly problems: readonly FieldProblem[];
  /** Given when somebody else has saved meanwhile. */
  readonly currentVersion: number | null;
  /** The server asks not to be asked again before then. */
  readonly retryAtMs: number | null;

  constructor(
    code: string,
    message: string,
    status: number,
    requestId: string | null,
    details: Pick<ErrorDetail, 'problems' | 'current_version'> = {},
    retryAtMs: number | null = null,
  ) {
    super(message);
    this.retryAtMs = retryAtMs;
    this.problems = details.problems ?? [];
    this.currentVersion = details.current_version ?? null;
    this.name = 'ApiError';
    this.code = code;
    this.status = status;
    this.requestId = requestId;
  }
}

export interface RequestOptions {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  query?: Record<string, string | number | boolean | null | undefined>;
  body?: unknown;
  /** Sent as they are, in the place of a body. */
  bytes?: Blob;
  headers?: Record<string, string>;
  timeoutMs?: number;
  signal?: AbortSignal;
}

/** One request under /api. `T` is the caller's word for the answer's shape (a generated type). */
export async function request<T>(path: string, options: RequestOptions = {}): Promise<T> {
  const { method = 'GET', body, bytes, headers = {}, query = {}, signal } = options;
  const url = new URL(httpUrl(path));
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null) url.searchParams.set(name, String(value));
  }
  const timeout = AbortSignal.timeout(options.timeoutMs ?? TIMEOUT_MS);
  let response: Response;
  try {
    response = await fetch(url, {
      method,
      headers: {
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(bytes === undefined ? {} : { 'content-type': 'application/octet-stream' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(bytes === undefined ? {} : { body: bytes }),
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    });
  } catch (cause) {
    if (signal?.aborted) throw cause;
    if (timeout.aborted) {
      throw new ApiError('timeout', 'The server did not answer in time.', 0, null);
    }
    serverAway.set(true);
    throw new ApiError('unreachable', 'The server cannot be reached.', 0, null);
  }
  const text = await response.text();
  if (!response.ok) {
    const error = errorOf(response, text);
    note(error);
    throw error;
  }
  serverAway.set(false);
  busyUntilMs.set(null);
  if (text === '') return undefined as T;
  try {
    return JSON.parse(text) as T;
  } catch {
    throw new ApiError('bad_answer', 'The server sent an answer this page cannot read.', 200, null);
  }
}

function errorOf(response: Response, text: string): ApiError {
  const requestId = response.headers.get('x-request-id');
  try {
    const { error } = JSON.parse(text) as { error?: Partial<ErrorDetail> };
    if (typeof error?.code === 'string' && typeof error.message === 'string') {
      const id = typeof error.request_id === 'string' ? error.request_id : requestId;
      const wait = retryAt(response);
      return new ApiError(error.code, error.message, response.status, id, error, wait);
    }
  } catch {
    // Something between the page and the server answered; its status is all there is.
  }
  const message = `The server answered with status ${response.status}.`;
  return new ApiError('bad_answer', message, response.status, requestId);
}

function retryAt(response: Response): number | null {
  const seconds = Number(response.headers.get('retry-after') ?? NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? Date.now() + seconds * 1000 : null;
}

/** What an answer says about more than its own request is told to the whole page. */
function note(error: ApiError): void {
  // A proxy answers for a server that is gone, in words of its own.
  serverAway.set(error.code === 'bad_answer' && [502, 503, 504].includes(error.status));
  if (error.code === 'login_required') loginEnded.set(true);
  if (error.code === 'rate_limited') busyUntilMs.set(error.retryAtMs);
}

const LONGEST_WAIT_MS = 60_000;
const FIRST_DELAY_MS = 1_000;

/** For queries: what was refused for good is not asked again, what came too often waits its time. */
export const retrying = {
  retry: (failures: number, error: Error): boolean => {
    if (!(error instanceof ApiError)) return failures < 1;
    if (error.status === 401) return false;
    return failures < (error.status === 429 ? 3 : 1);
  },
  retryDelay: (failures: number, error: Error): number =>
    error instanceof ApiError && error.retryAtMs !== null
      ? Math.min(Math.max(error.retryAtMs - Date.now(), FIRST_DELAY_MS), LONGEST_WAIT_MS)
      : FIRST_DELAY_MS * 2 ** failures,
};
