import { records, type RecordKind } from 'shared/records.ts'
import { exchangeResponse, type ExchangeResponse } from 'shared/sync/envelope.ts'
import type { ReadRecord } from '../local/apply.ts'

/** Reading what came over the network. In the lazy part of the app: this is where the schemas are. */

/** The answer, or undefined when it is not one of ours, whatever its status. */
export function readResponse(body: unknown): ExchangeResponse | undefined {
  const read = exchangeResponse.safeParse(body)
  return read.success ? read.data : undefined
}

const isKind = (kind: string): kind is RecordKind => Object.hasOwn(records, kind)

/** A record of a newer server that this app cannot read is kept as it came, and shown to nobody. */
export const readRecord: ReadRecord = (kind, value) => {
  const read = isKind(kind) ? records[kind].schema.safeParse(value) : undefined
  return read?.success ? { readable: true, value: read.data } : { readable: false, value }
}
