import type { Table } from 'dexie'
import type { MetaRow, StorageHome } from './outbox-db.ts'
import { PhoneDb } from './phone-db.ts'

/** The few facts of this phone that no account owns: who is signed in, and a sign-out the server has not heard of. */
export class DeviceDb extends PhoneDb {
  declare readonly facts: Table<MetaRow, string>

  constructor(home: StorageHome = {}) {
    super('wayfare-device', { ...home, chromeTransactionDurability: 'strict' })
    this.version(1).stores({ facts: 'key' })
  }
}
