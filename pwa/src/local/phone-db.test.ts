import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { withHandle } from './handle.ts'
import { OutboxDb } from './outbox-db.ts'

let indexedDB: IDBFactory

beforeEach(async () => {
  vi.spyOn(console, 'warn').mockReturnValue()
  indexedDB = new IDBFactory()
  await newOutbox().meta.put({ key: 'device', value: 'd' })
})

const newOutbox = () => new OutboxDb('a', { indexedDB, IDBKeyRange })
const device = (db: OutboxDb) => db.meta.get('device')
const there = { key: 'device', value: 'd' }

/** The next connection that is opened is lost before its first transaction. */
function loseNextHandle(): void {
  const open = indexedDB.open.bind(indexedDB)
  vi.spyOn(indexedDB, 'open').mockImplementationOnce((...asked) => {
    const request = open(...asked)
    request.addEventListener('success', () => request.result.close())
    return request
  })
}

function failNextOpening(): void {
  vi.spyOn(indexedDB, 'open').mockImplementationOnce(() => {
    throw new DOMException('The disk hiccups', 'DataError')
  })
}

describe('[SY59] a database that could not be opened', () => {
  test.each([
    ['lost its handle as it opened', loseNextHandle],
    ['could not be opened', failNextOpening],
  ])('[SY59] which %s is opened again by whoever comes next', async (_, spoil) => {
    const db = newOutbox()
    spoil()
    await expect(device(db)).rejects.toThrow()
    expect(await device(db)).toEqual(there)
  })

  test.each([
    ['lost its handle as it opened', loseNextHandle],
    ['could not be opened', failNextOpening],
  ])('[SY59] which %s is tried twice for a request', async (_, spoil) => {
    const db = newOutbox()
    spoil()
    expect(await withHandle(db, () => device(db))).toEqual(there)
  })

  test('[SY59] of a person who signed out stays shut', async () => {
    const db = newOutbox()
    await db.open()
    db.close()
    await expect(withHandle(db, () => device(db))).rejects.toThrow()
    const other = newOutbox()
    await other.open()
    await newOutbox().delete()
    await expect(withHandle(other, () => device(other))).rejects.toThrow()
    expect(await indexedDB.databases()).toEqual([])
  })
})
