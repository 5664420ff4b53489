import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, vi } from 'vitest'
import type { Place } from './asked-wrongly.ts'

/** A folder for each test of a file, where its commands run, and what they said there. */
export class CommandPlace implements Place {
  from = ''
  said: string[] = []

  constructor() {
    beforeEach(() => {
      this.from = mkdtempSync(join(tmpdir(), 'wayfare-command-'))
      this.said = []
      for (const stream of ['log', 'error'] as const) {
        vi.spyOn(console, stream).mockImplementation((line: unknown) => void this.said.push(String(line)))
      }
    })
    afterEach(() => {
      vi.restoreAllMocks()
      rmSync(this.from, { recursive: true })
    })
  }

  get env(): Place['env'] {
    return { DATA_DIR: this.from }
  }
}
