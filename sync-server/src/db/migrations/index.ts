import type { Migration } from '../migrate.ts'
import { identity } from './0001-identity.ts'

/** In order. A room adds its file here; a released one is never edited. */
export const migrations: readonly Migration[] = [identity]
