import type { Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import { askOffline, chooseSeat, firstVisit, openDeparture, register, search, toCheckout } from './journeys.ts'

/** All text that stands in the origin's databases, storages and caches of API answers. */
function stored(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const read = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result)
        request.onerror = () => reject(request.error ?? new Error('unreadable'))
      })
    const parts: string[] = [JSON.stringify(localStorage), JSON.stringify(sessionStorage)]
    for (const { name } of await indexedDB.databases()) {
      const db = await read(indexedDB.open(name ?? ''))
      for (const store of db.objectStoreNames) {
        const rows: unknown = await read(db.transaction(store).objectStore(store).getAll())
        parts.push(
          `${name}/${store}: ${JSON.stringify(rows, (_, v) => (v instanceof Uint8Array ? '…' : v) as unknown)}`,
        )
      }
      db.close()
    }
    for (const name of await caches.keys()) {
      parts.push(...(await (await caches.open(name)).keys()).map(({ url }) => url))
    }
    return parts.join('\n')
  })
}

async function signOut(page: Page): Promise<void> {
  await page.goto('/account')
  await page.getByRole('button', { name: 'Sign out' }).click()
}

test('[SY74] signing out with an empty queue leaves nothing of the person on the phone', async ({ phone }) => {
  const { page } = await phone()
  await firstVisit(page)
  const email = await register(page, 'Ruta Kazlauskaite')
  await search(page)
  await openDeparture(page)
  await chooseSeat(page, '6A')
  await toCheckout(page)
  await page.getByRole('button', { name: 'Confirm' }).click()
  await expect(page.getByText('Booked. Your ticket is on this phone.')).toBeVisible()
  expect(await stored(page)).toContain('Ruta')
  await signOut(page)
  await page.getByRole('dialog').getByRole('button', { name: 'Sign out' }).click()
  await expect(page.getByRole('link', { name: 'Sign in' })).toBeVisible()
  const left = await stored(page)
  expect(left).not.toContain('Ruta')
  expect(left).not.toContain(email)
  expect(left).not.toContain('BT1:')
})

test('[SY74] signing out with a sealed queue leaves only the outbox, and nobody else sends it', async ({ phone }) => {
  const { page, context } = await phone()
  const email = await askOffline({ page, context }, '6A', 3)
  await signOut(page)
  await page.getByRole('radio', { name: /Keep locked for this account/ }).check()
  await page.getByRole('dialog').getByRole('button', { name: 'Sign out' }).click()
  await expect(page.getByRole('link', { name: 'Sign in' })).toBeVisible()
  const kept = (await stored(page)).split('\n').filter((line) => line.includes('Ruta') || line.includes(email))
  expect(kept.length).toBeGreaterThan(0)
  for (const line of kept) expect(line).toMatch(/outbox/i)

  await context.setOffline(false)
  await register(page, 'Kitas Zmogus')
  await page.goto('/trips')
  await expect(page.getByText('No trips yet.', { exact: false })).toBeVisible()
  await page.waitForTimeout(3_000)
  expect(await stored(page)).toContain('Ruta')
})
