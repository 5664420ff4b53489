import { afterEach, beforeEach, expect, test } from 'vitest'
import { must } from 'shared/base/result.ts'
import { makeWorld, type World } from '../testing/world.ts'
import { ForeignKeys, publishKeys } from './keys.ts'
import { temporarySigner, type TicketSigner } from './signer.ts'
import { keyById } from './store.ts'

let world: World
beforeEach(async () => void (world = await makeWorld()))
afterEach(() => world.close())

const publish = (signer: TicketSigner) => world.context.db.transact((tx) => publishKeys(tx, signer))

test('[BK17] a server whose ticket key is another one under the same name does not start on the database', async () => {
  const { signer, db } = world.context
  const kid = must(signer.keys[0], 'key').kid
  await publish(signer)
  await expect(publish(temporarySigner(world.clock.now))).rejects.toBeInstanceOf(ForeignKeys)
  expect(await db.read.get(keyById, { kid })).toMatchObject({ x: signer.keys[0]?.x })
})

test('[BK17] a key that one server withdrew is not brought back by another that has not heard of it', async () => {
  const { signer, db } = world.context
  const key = must(signer.keys[0], 'key')
  const withdrawn = { ...key, compromised: true, notAfter: key.notAfter - 1000 }
  await publish({ ...signer, keys: [withdrawn] })
  await publish(signer)
  expect(await db.read.get(keyById, { kid: key.kid })).toMatchObject({ compromised: 1, not_after: key.notAfter - 1000 })
})
