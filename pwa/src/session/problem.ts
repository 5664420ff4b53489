/** What the server said was wrong (RFC 9457), or status 0 when it could not be reached. */
export interface Problem {
  status: number
  code: string
  title: string
  detail: string
  issues?: { path: string; message: string }[]
}
