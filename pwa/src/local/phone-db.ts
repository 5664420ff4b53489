import { Dexie, type DexieOptions, type PromiseExtended } from 'dexie'

/**
 * A database that can be used again after a failed opening. Dexie would refuse everything until the page is loaded
 * anew; and where the handle was lost at the very first look at the schema it would call itself open and know no table.
 */
export class PhoneDb extends Dexie {
  /** Closed by our own will: the person signed out. Nothing opens it again. */
  shut = false
  /** Dexie's view of the handle it has. */
  #core: unknown

  constructor(name: string, options: DexieOptions) {
    super(name, options)
    this.on('ready', () => this.#look(), true)
    // Another tab deletes it: the person signed out there.
    this.on('versionchange', (event) => {
      if (event.newVersion === null) this.close()
    })
  }

  /** Each opening makes a new view of its handle, or else it has not seen the tables. */
  #look(): void {
    if (this.core === this.#core) throw new Dexie.InvalidStateError(`${this.name} was lost as it opened`)
    this.#core = this.core
  }

  override open(): PromiseExtended<Dexie> {
    return super.open().finally(() => {
      // What waited for this opening has failed; what comes next opens again.
      if (!this.shut && !this.isOpen()) this.close({ disableAutoOpen: false })
    })
  }

  override close(options: { disableAutoOpen: boolean } = { disableAutoOpen: true }): void {
    this.shut ||= options.disableAutoOpen
    super.close({ disableAutoOpen: this.shut })
  }
}
