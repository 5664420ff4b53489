import { type ChildProcess, fork } from 'node:child_process'
import { join } from 'node:path'
import type { Journal } from './journal.ts'
import type { Template } from './template.ts'
import type { FromClient, ToClient } from './words.ts'

/** The client processes, and what they told. */
export interface Crew {
  /** Let all go on at an address. */
  go(url: string): void
  /** Resolves when nothing is under way. */
  pause(): Promise<void>
  /** Batches that were refused whole, with 503. */
  readonly refused: () => number
  dismiss(): void
}

/** `position` says where the trace of the disk stands. */
export function hire(template: Template, journal: Journal, seed: string, position: () => number = () => 0): Crew {
  let refused = 0
  let dismissed = false
  const waiting = new Map<ChildProcess, () => void>()

  const take = (child: ChildProcess, said: FromClient): void => {
    if (said.say === 'asked') journal.asked(said.envelopes)
    else if (said.say === 'answered') journal.took(said.answers, position())
    else if (said.say === 'untouched') {
      refused += 1
      journal.refusedWhole(said.ids)
    } else if (said.say === 'unsure') journal.unsure(said.ids)
    else if (said.say === 'put-off') journal.putOff(said.envelopes)
    else if (said.say === 'trying') journal.deeds.trying(said)
    else if (said.say === 'done') journal.deeds.done(said, position())
    else if (said.say === 'refused') journal.deeds.refused(said)
    else if (said.say === 'wrong') journal.wrong.push(said.what)
    else waiting.get(child)?.()
  }

  const crew = template.logins.map((login, i) => {
    const child = fork(join(import.meta.dirname, 'client.ts'), [], { execArgv: ['--import', 'tsx'] })
    const here = new Promise<void>((resolve) => {
      child.on('message', (said: FromClient) => (said.say === 'here' ? resolve() : take(child, said)))
    })
    /** In the order in which it is said. */
    const tell = (said: ToClient): void => void here.then(() => child.connected && child.send(said))
    child.once('exit', (code) => {
      if (!dismissed) journal.wrong.push(`the client process of ${login.email} ended by itself (${code})`)
      waiting.get(child)?.()
    })
    tell({ say: 'begin', login, rides: template.rides, seed: `${seed}/client ${i}` })
    return { child, tell }
  })
  const all = (said: ToClient): void => crew.forEach(({ tell }) => tell(said))

  return {
    go: (url) => all({ say: 'go', url }),
    async pause() {
      const alive = crew.filter(({ child }) => child.exitCode === null)
      const paused = alive.map(({ child }) => new Promise<void>((resolve) => waiting.set(child, resolve)))
      all({ say: 'pause' })
      await Promise.all(paused)
    },
    refused: () => refused,
    dismiss() {
      dismissed = true
      for (const { child } of crew) if (child.connected) child.disconnect()
    },
  }
}
