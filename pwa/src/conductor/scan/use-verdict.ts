import { useRef, useState } from 'react'
import { isTicketText } from 'shared/tickets/codec.ts'
import type { Boarding, Holder, Presented } from 'shared/tickets/evidence.ts'
import { now } from '../../local/clock.ts'
import { toast } from '../../ui/toast.ts'
import { words } from '../../words/words.ts'
import { present } from '../shift/present.ts'
import { record, type NewFact } from '../shift/record.ts'
import type { Shift } from '../shift/use-shift.ts'
import { see, type SeenCode } from './same-code.ts'
import { signal } from './signals.ts'

/** A verdict on screen, and how far the conductor has come with it. */
export interface Shown {
  /** Counts the verdicts: a new one starts its time anew. */
  readonly n: number
  readonly boarding: Boarding
  readonly token?: string
  /** The boarding that stands for it; null while nobody boarded. */
  readonly event: string | null
  /** `cash`: to be collected before they board. `done`: the conductor settled it. */
  readonly step: 'judged' | 'cash' | 'done'
  readonly overrode?: string
  /** So many of one booking boarded with this scan. */
  readonly party?: number
  readonly failed?: 'not-saved' | 'signed-out'
}

/** The boarding made last, so that it can be taken back after its verdict has gone. */
export interface LastBoarded {
  readonly holder: Holder
  readonly event: string
}

export interface Verdicts {
  readonly shown: Shown | null
  readonly lastBoarded: LastBoarded | null
  /** What the camera saw was no ticket of ours. */
  readonly stray: boolean
  readonly onText: (text: string) => Promise<void>
  readonly onTicket: (ticket: string) => Promise<void>
  readonly next: () => void
  readonly undo: () => Promise<void>
  readonly override: (reason: string) => Promise<void>
  readonly collect: () => Promise<void>
  /** Boards the rest of the party; what they owe was collected. */
  readonly boardParty: () => Promise<void>
}

const isGreen = (shown: Shown): boolean => shown.boarding.colour === 'green' || shown.step === 'done'

/** From what is presented to a verdict on screen. A boarding is on disk before the screen says so. */
export function useVerdict(shift: Shift): Verdicts {
  const [shown, setShown] = useState<Shown | null>(null)
  const [stray, setStray] = useState(false)
  const [lastBoarded, setLastBoarded] = useState<LastBoarded | null>(null)
  const last = useRef<SeenCode | null>(null)
  const busy = useRef(false)
  const count = useRef(0)

  const alone = async (work: () => Promise<void>): Promise<void> => {
    if (busy.current) return
    busy.current = true
    try {
      await work()
    } finally {
      busy.current = false
    }
  }
  const keep = (holder: Holder, fact: Pick<NewFact, 'kind'> & Partial<NewFact>) =>
    record({
      ticket: holder.ticket,
      departure: shift.departure.id,
      stop: shift.stop,
      manifestAt: shift.manifestAt,
      ...fact,
    })

  const judge = async (presented: Presented, token?: string): Promise<void> => {
    const boarding = shift.judge(presented)
    count.current += 1
    const judged: Shown = { n: count.current, boarding, event: null, step: 'judged', ...(token && { token }) }
    const { holder, colour, verdict } = boarding
    if (colour !== 'green' || holder === null) {
      const step = verdict === 'cash-due' ? 'cash' : 'judged'
      signal(colour)
      return setShown({ ...judged, step })
    }
    const kept = await keep(holder, { kind: 'board', verdict, ...(token && { token }) })
    signal(kept.ok ? 'green' : 'red')
    if (kept.ok) setLastBoarded({ holder, event: kept.event })
    setShown(kept.ok ? { ...judged, event: kept.event } : { ...judged, failed: kept.code })
  }

  /** Takes the cash and boards; false, with the reason on screen, when the phone could not keep it. */
  const boardOne = async (current: Shown, who: Boarding, more: Partial<NewFact>): Promise<string | null> => {
    const { holder, due, reasons } = who
    if (holder === null) return null
    const paid = due === null ? null : await keep(holder, { kind: 'cash', amount: due })
    // Once the cash is taken, what is left is the verdict under which they board.
    const { verdict } = reasons.find((reason) => reason.verdict !== 'cash-due') ?? { verdict: 'valid' as const }
    const kept = paid?.ok === false ? paid : await keep(holder, { kind: 'board', verdict, ...more })
    if (kept.ok) {
      setLastBoarded({ holder, event: kept.event })
      return kept.event
    }
    signal('red')
    setShown({ ...current, failed: kept.code })
    return null
  }

  const settle = async (current: Shown, overrode = current.overrode): Promise<Shown | null> => {
    const { token } = current
    const more = { ...(overrode && { overrode }), ...(token && { token }) }
    const event = await boardOne(current, current.boarding, more)
    if (event === null) return null
    const settled: Shown = { ...current, step: 'done', event, ...(overrode && { overrode }) }
    signal('green')
    setShown(settled)
    return settled
  }

  return {
    shown,
    lastBoarded,
    stray,
    async onText(text) {
      const covered = shown !== null && !isGreen(shown)
      if (covered && last.current?.text !== text) return
      const { seen, fresh } = see(last.current, text, now())
      last.current = seen
      if (!fresh || covered) return
      if (!isTicketText(text)) return setStray(true)
      await alone(async () => {
        const presented = await present(text, shift.keys)
        setStray(presented.kind === 'nothing')
        if (presented.kind !== 'nothing') await judge(presented, text)
      })
    },
    onTicket: (ticket) => alone(() => judge({ kind: 'entry', ticket })),
    next() {
      setShown(null)
      setStray(false)
    },
    undo: () =>
      alone(async () => {
        if (lastBoarded === null) return
        const kept = await keep(lastBoarded.holder, { kind: 'undo', undoes: lastBoarded.event })
        if (!kept.ok) return setShown((current) => current && { ...current, failed: kept.code })
        setLastBoarded(null)
        setShown(null)
        toast(words.conductor.verdict.undone(lastBoarded.holder.seat))
      }),
    override: (reason) =>
      alone(async () => {
        if (shown === null) return
        // What is owed survives the override: it is collected before they board.
        if (shown.boarding.due !== null) return setShown({ ...shown, step: 'cash', overrode: reason })
        await settle(shown, reason)
      }),
    collect: () =>
      alone(async () => {
        if (shown !== null) await settle(shown)
      }),
    boardParty: () =>
      alone(async () => {
        const holder = shown?.boarding.holder
        if (!shown || !holder) return
        const others = shift.party(holder.ticket)
        const first = shown.step === 'cash' ? await settle(shown) : shown
        if (first === null) return
        for (const other of others) if ((await boardOne(first, other, {})) === null) return
        // Each of them is undone on the list: one button could not say whom it means.
        setShown({ ...first, step: 'done', event: null, party: others.length + 1 })
      }),
  }
}
