import { ConfigError } from '../sync-server/src/config.ts'
import { CopyRefused } from '../sync-server/src/db/copy.ts'
import { NoSnapshot } from '../sync-server/src/db/snapshot.ts'
import { StorageUnavailable } from '../sync-server/src/db/transact.ts'

/** Where a command runs. */
export interface Place {
  /** The folder from which paths are meant. */
  readonly from: string
  readonly env: Readonly<Record<string, string | undefined>>
}

/** What the person can mend, and is told without a stack: the question, the configuration, a file, a disk. */
export const isTheirs = (error: unknown): error is Error =>
  [CopyRefused, NoSnapshot, ConfigError, StorageUnavailable].some((kind) => error instanceof kind) ||
  (error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS'))
