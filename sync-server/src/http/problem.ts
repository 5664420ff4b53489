import { STATUS_CODES } from 'node:http'
import { z } from 'zod'
import type { RefusalCode } from 'shared/base/refusals.ts'
import type { Refusal } from 'shared/base/result.ts'
import { refusalDetails } from './refusal-details.ts'

export const problemIssue = z.object({ path: z.string(), message: z.string() })
export type ProblemIssue = z.infer<typeof problemIssue>

/** RFC 9457 as we send it. `code` is stable: programs decide by it, people read `detail`. */
export const problemBody = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  code: z.string(),
  detail: z.string(),
  issues: z.array(problemIssue).optional(),
  /** What a refusal carries: seats taken, seats free, the price now. */
  data: z.record(z.string(), z.unknown()).optional(),
  /** Names the line of the log, when it was our fault. */
  reference: z.string().optional(),
})
export type ProblemBody = z.infer<typeof problemBody>

interface Extras {
  readonly issues?: readonly ProblemIssue[]
  readonly data?: object
  readonly reference?: string
  readonly headers?: Readonly<Record<string, string>>
}

/** An answer that is no success, thrown by routes and turned into RFC 9457 at the door. */
export class Problem extends Error {
  override readonly name = 'Problem'
  readonly status: number
  readonly code: string
  readonly extras: Extras

  constructor(status: number, code: string, detail: string, extras: Extras = {}) {
    super(detail)
    this.status = status
    this.code = code
    this.extras = extras
  }

  body(): ProblemBody {
    const { issues, data, reference } = this.extras
    return {
      type: `urn:wayfare:problem:${this.code}`,
      title: STATUS_CODES[this.status] ?? 'Problem',
      status: this.status,
      code: this.code,
      detail: this.message,
      ...(issues && { issues: [...issues] }),
      ...(data && { data: { ...data } }),
      ...(reference && { reference }),
    }
  }
}

/** The same answer for what does not exist and for what belongs to someone else. */
export const notFound = (what: string): Problem => new Problem(404, 'not-found', `There is no such ${what}.`)

const statusOfRefusal = (code: RefusalCode): number => {
  if (code === 'unknown-departure' || code === 'unknown-booking') return 404
  if (code === 'not-allowed') return 403
  if (code === 'invalid') return 422
  return 409
}

/** A refusal of a verb as the answer of a REST call. */
export const refused = ({ code, data }: Refusal): Problem =>
  new Problem(statusOfRefusal(code), code, refusalDetails[code], { data })

/** What an endpoint lists of the refusals its verb may answer, each under its status. */
export function refusalsOf(...codes: RefusalCode[]): Record<number, RefusalCode[]> {
  const listed: Record<number, RefusalCode[]> = {}
  for (const code of codes) (listed[statusOfRefusal(code)] ??= []).push(code)
  return listed
}
