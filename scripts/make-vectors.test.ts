import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { makeVectors } from './make-vectors.ts'

test('the ticket vectors in the tree are those the script makes', async () => {
  const committed = readFileSync(new URL('../shared/src/tickets/vectors.json', import.meta.url), 'utf8')
  expect(committed).toBe(await makeVectors())
})
