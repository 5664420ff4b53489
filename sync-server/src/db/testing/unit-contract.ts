import { grant, refuse } from 'shared/base/result.ts'
import { expect, test } from 'vitest'
import type { Change, Database } from '../transact.ts'
import { idsIn, insert } from './notes.ts'

/** A database with an empty table of notes, as the test before left nothing of it. */
export interface Bench {
  readonly db: Database
  /** What units wrote to the change log. */
  readonly written: readonly (readonly Change[])[]
  /** What work after a commit threw. */
  readonly told: readonly unknown[]
}

/** What a unit of work promises on whichever database; to be called where tests are told. */
export function unitContract(bench: () => Bench): void {
  const ids = () => idsIn(bench().db)

  test('a unit that throws leaves nothing and spoils no other beside it', async () => {
    const { db, written } = bench()
    const good = db.transact((tx) => tx.run(insert, { id: 'good', body: 'x' }))
    const bad = db.transact(async (tx) => {
      await tx.run(insert, { id: 'bad', body: 'x' })
      tx.changed('booking', 'b')
      throw new Error('thrown on purpose')
    })
    const after = db.transact((tx) => tx.run(insert, { id: 'later', body: 'x' }))
    await expect(bad).rejects.toThrow('thrown on purpose')
    await Promise.all([good, after])
    expect(await ids()).toEqual(['good', 'later'])
    expect(written).toEqual([])
  })

  test('a refused attempt takes back its writes, changes and consequences, and the unit goes on', async () => {
    const { db, written } = bench()
    const ran: string[] = []
    await db.transact(async (tx) => {
      const refused = await tx.attempt(async () => {
        await tx.run(insert, { id: 'tried', body: 'x' })
        tx.changed('booking', 'tried')
        tx.afterCommit(() => ran.push('tried'))
        return refuse('seats-taken')
      })
      expect(refused).toMatchObject({ ok: false, code: 'seats-taken' })
      await tx.attempt(async () => {
        await tx.run(insert, { id: 'kept', body: 'x' })
        tx.changed('booking', 'kept')
        tx.afterCommit(() => ran.push('kept'))
        return grant(1)
      })
      const to = tx.noted
      const flushed = await tx.flush()
      expect([flushed(0, to), flushed(to, to)]).toEqual([{ public: 1 }, {}])
    })
    expect(await ids()).toEqual(['kept'])
    expect(written).toEqual([[{ kind: 'booking', id: 'kept' }]])
    expect(ran).toEqual(['kept'])
  })

  test('an attempt that threw and was caught is taken back alone, whatever query failed in it', async () => {
    const { db } = bench()
    await db.transact((tx) => tx.run(insert, { id: 'there', body: 'x' }))
    await db.transact(async (tx) => {
      await tx.run(insert, { id: 'kept', body: 'x' })
      const twice = tx.attempt(async () => {
        await tx.run(insert, { id: 'undone', body: 'x' })
        await tx.run(insert, { id: 'kept', body: 'x' })
        return grant(1)
      })
      await twice.catch(() => undefined)
      await tx.run(insert, { id: 'after', body: 'x' })
    })
    expect(await ids()).toEqual(['after', 'kept', 'there'])
  })

  test('an attempt refused before it wrote anything costs no second run', async () => {
    const { db, written } = bench()
    let runs = 0
    await db.transact(async (tx) => {
      runs += 1
      await tx.run(insert, { id: 'a', body: 'x' })
      await tx.attempt(async () => {
        tx.changed('booking', 'never')
        return refuse('not-enough')
      })
    })
    expect(runs).toBe(1)
    expect(written).toEqual([])
    expect(await ids()).toEqual(['a'])
  })

  test('changes cannot be written out within an attempt, which could not take them back', async () => {
    const { db, written } = bench()
    const within = db.transact(async (tx) => {
      tx.changed('booking', 'before')
      await tx.attempt(async () => {
        await tx.flush()
        return refuse('not-enough')
      })
    })
    await expect(within).rejects.toThrow('flush')
    expect(written).toEqual([])
  })

  test('nothing runs after the commit before others can read what was committed', async () => {
    let seen: Promise<string[]> | undefined
    await bench().db.transact(async (tx) => {
      await tx.run(insert, { id: 'a', body: 'x' })
      tx.afterCommit(() => {
        seen = ids()
      })
    })
    expect(await seen).toEqual(['a'])
  })

  test('work after a commit that throws harms neither its own unit nor the units after it', async () => {
    const { db, told } = bench()
    const first = db.transact(async (tx) => {
      tx.afterCommit(() => {
        throw new Error('thrown after the commit')
      })
      return tx.run(insert, { id: 'first', body: 'x' })
    })
    const second = db.transact((tx) => tx.run(insert, { id: 'second', body: 'x' }))
    expect(await Promise.all([first, second])).toEqual([1, 1])
    expect(await db.transact((tx) => tx.run(insert, { id: 'third', body: 'x' }))).toBe(1)
    expect(told.map(String)).toEqual(['Error: thrown after the commit'])
  })

  test('a unit that ends before its queries cannot write into its neighbour', async () => {
    let late: Promise<unknown> | undefined
    await bench().db.transact(async (tx) => {
      late = (async () => {
        await new Promise((resolve) => setTimeout(resolve, 50))
        await tx.run(insert, { id: 'late', body: 'x' })
      })()
      late.catch(() => undefined)
    })
    await expect(late).rejects.toThrow('This unit has ended')
    expect(await ids()).toEqual([])
  })
}
