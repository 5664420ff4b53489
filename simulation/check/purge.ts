import type { Owner } from '../machine/scheduler.ts'
import type { Phone } from '../phone/phone.ts'
import { holds } from './violation.ts'

/** SM29: no version of the app deletes the cache of another one that is open. */
export function checkPurge(phone: Phone, database: string, by: Owner): void {
  const version = /^wayfare-cache-(\d+)-/.exec(database)?.[1]
  const own = phone.tabs.find(({ owner }) => owner === by)?.version
  if (version === undefined || own === undefined || version === `${own}`) return
  holds('SM29', !phone.locks.isHeld(`wayfare-cache-${version}`), () => `${by.name} deletes ${database}, which is open`)
}

/** SM32: no tab waits for another one to let go of a database. */
export const checkBlocked = (database: string, by: Owner): void =>
  holds('SM32', false, () => `${by.name} cannot open ${database}, which another tab holds`)
