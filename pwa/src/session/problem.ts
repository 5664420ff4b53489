/** What the server said was wrong (RFC 9457), or status 0 when it could not be reached. */
export interface Problem {
  status: number
  code: string
  title: string
  detail: string
  issues?: { path: string; message: string }[]
  /** What a refusal carries. */
  data?: Record<string, unknown>
}

export const noNetwork: Problem = {
  status: 0,
  code: 'no-network',
  title: 'No network',
  detail: 'The server could not be reached.',
}

/** JSON that has fields to look at. */
export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null
const text = (value: unknown): string => (typeof value === 'string' ? value : '')

/** A body of type application/problem+json; undefined when it is not one of ours. */
export function readProblem(status: number, body: unknown): Problem | undefined {
  if (!isObject(body) || typeof body.code !== 'string') return undefined
  const issues = Array.isArray(body.issues) ? body.issues.filter(isObject) : []
  return {
    status,
    code: body.code,
    title: text(body.title),
    detail: text(body.detail),
    ...(issues.length > 0 && { issues: issues.map((one) => ({ path: text(one.path), message: text(one.message) })) }),
    ...(isObject(body.data) && { data: body.data }),
  }
}
