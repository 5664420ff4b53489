import type { RefusalCode, RefusalData } from './refusals.ts'

/** A refusal is an answer, not an exception: a code from the closed list and what a screen needs to explain it. */
export interface Refusal {
  readonly ok: false
  readonly code: RefusalCode
  readonly data: RefusalData
}

export interface Granted<T> {
  readonly ok: true
  readonly value: T
}

export type Result<T> = Granted<T> | Refusal

export const grant = <T>(value: T): Granted<T> => ({ ok: true, value })

export const refuse = (code: RefusalCode, data: RefusalData = {}): Refusal => ({ ok: false, code, data })

/** For what a bug alone can make absent. `what` names the thing in the exception. */
export function must<T>(value: T | null | undefined, what: string): T {
  if (value === null || value === undefined) throw new Error(`Missing: ${what}`)
  return value
}

/** The last branch of a switch that says every case. */
export function never(value: never): never {
  throw new Error(`Unexpected case: ${JSON.stringify(value)}`)
}
