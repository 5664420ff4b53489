import { statement } from './statement.ts'
import type { Reader } from './transact.ts'

const one = statement<object, { one: number }>((k) => k.raw('select 1 as one'))

/** Answers when the database does. */
export const alive = async (reader: Reader): Promise<void> => void (await reader.get(one, {}))
