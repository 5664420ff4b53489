import { beforeEach } from 'vitest'
import { skippedBecause } from './test-database.ts'

/** Where PostgreSQL cannot start, each test that is to run on it is skipped, and says why. */
beforeEach(({ skip }) => {
  const why = skippedBecause()
  if (why !== undefined) skip(`PostgreSQL cannot start here: ${why}`)
})
