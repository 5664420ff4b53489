import { refusalCodes } from 'shared/base/refusals.ts'
import { records, type RecordKind } from 'shared/records.ts'
import { exchangeResponse, type ExchangeResponse } from 'shared/sync/envelope.ts'
import { z } from 'zod'
import type { ReadRecord } from '../local/apply.ts'

/** Reading what came over the network. In the lazy part of the app: this is where the schemas are. */

/** The answer, or undefined when it is not one of ours, whatever its status. */
export function readResponse(body: unknown): ExchangeResponse | undefined {
  const read = tolerant.safeParse(body)
  return read.success ? read.data : undefined
}

const isCode = (code: unknown): boolean => refusalCodes.some((known) => known === code)

/** A newer server may refuse for a reason that this app has no sentence for. That must not hold up its whole queue. */
const tolerant = exchangeResponse.extend({
  outcomes: z.preprocess((given) => {
    if (!Array.isArray(given)) return given
    return given.map((one: unknown) => {
      const isNew = typeof one === 'object' && one !== null && 'code' in one && typeof one.code === 'string' && !isCode(one.code) // prettier-ignore
      return isNew ? { ...one, code: 'unknown-reason' } : one
    })
  }, exchangeResponse.shape.outcomes),
})

const isKind = (kind: string): kind is RecordKind => Object.hasOwn(records, kind)

/** A record of a newer server that this app cannot read is kept as it came, and shown to nobody. */
export const readRecord: ReadRecord = (kind, value) => {
  const read = isKind(kind) ? records[kind].schema.safeParse(value) : undefined
  return read?.success ? { readable: true, value: read.data } : { readable: false, value }
}
