import { linkSync, unlinkSync, writeFileSync } from 'node:fs'

/**
 * A secret file made whole or not at all, by the first of several servers that start on one folder; the others leave it.
 * Readable by its owner alone.
 */
export function makeOnce(file: string, text: string): void {
  const beside = `${file}.${process.pid}.new`
  writeFileSync(beside, text, { mode: 0o600, flush: true })
  try {
    linkSync(beside, file)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  } finally {
    unlinkSync(beside)
  }
}
