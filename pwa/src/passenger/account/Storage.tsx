import { use, Suspense } from 'react'
import { words } from '../../words/words.ts'

interface Kept {
  persisted: boolean
  usedMb: string | null
}

async function look(): Promise<Kept | null> {
  if (!('storage' in navigator)) return null
  const persisted = await navigator.storage.persisted().catch(() => false)
  const estimate = await navigator.storage.estimate().catch(() => null)
  return { persisted, usedMb: estimate?.usage === undefined ? null : (estimate.usage / 1e6).toFixed(1) }
}

let looked: Promise<Kept | null> | undefined

/** Whether this phone promises to keep our data, and how much of it there is. */
export function Storage() {
  looked ??= look()
  return (
    <Suspense fallback={null}>
      <Told kept={looked} />
    </Suspense>
  )
}

function Told({ kept }: { kept: Promise<Kept | null> }) {
  const { storage } = words.account
  const known = use(kept)
  if (!known) return null
  return (
    <p className="account-quiet">
      {known.persisted ? storage.persisted : storage.notPersisted}
      {known.usedMb !== null && ` ${storage.used(known.usedMb)}`}
    </p>
  )
}
