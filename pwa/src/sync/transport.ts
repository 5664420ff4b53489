import type { Problem } from '../session/problem.ts'

export interface ApiInit<T> {
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  /** Sent as JSON. */
  readonly body?: unknown
  readonly signal?: AbortSignal
  /** Send the access token (default: when signed in). */
  readonly signed?: boolean
  /** Turns the body into what the caller expects; throws when it is something else. */
  readonly parse?: (body: unknown) => T
}

export type ApiResult<T> = { ok: true; value: T } | { ok: false; problem: Problem }

export const noNetwork: Problem = {
  status: 0,
  code: 'no-network',
  title: 'No network',
  detail: 'The server could not be reached.',
}

/** The only way to the server for screens. `path` begins with `/api/`. Status 0: no network, or not our server. */
export async function api<T = unknown>(path: string, init: ApiInit<T> = {}): Promise<ApiResult<T>> {
  void [path, init]
  return { ok: false, problem: noNetwork }
}
