import { useEffect, useEffectEvent, useLayoutEffect, useRef, useState } from 'react'
import { add, type Money } from 'shared/base/money.ts'
import type { VerdictColour } from 'shared/tickets/verdicts.ts'
import { syncNow } from '../../sync/loop.ts'
import { clockText, moneyText } from '../../words/format.ts'
import { words } from '../../words/words.ts'
import { colourOf } from 'shared/tickets/board.ts'
import type { Boarding } from 'shared/tickets/evidence.ts'
import { ShiftHead } from '../shift/ShiftHead.tsx'
import { ShiftStatus } from '../shift/ShiftStatus.tsx'
import type { Shift } from '../shift/use-shift.ts'
import { OverrideSheet } from './OverrideSheet.tsx'
import { sentenceOf } from './sentences.ts'
import type { Shown, Verdicts } from './use-verdict.ts'
import { VerdictSign } from './VerdictSign.tsx'
import './verdict.css'

/** Green goes away by itself, or at the next code. Amber and red stay until touched. */
const greenMs = 1_500
/** Long enough to reach the button that boards the rest of the party. */
const partyMs = 4_000

export interface VerdictScreenProps {
  shift: Shift
  verdicts: Verdicts
  shown: Shown
  device: string | null
  /** Opens the search by name. */
  onByName: () => void
}

/** What the screen as a whole says now: a failure to save is red whatever the ticket is. */
function colourNow({ boarding, step, failed }: Shown): Exclude<VerdictColour, 'none'> {
  if (failed) return 'red'
  if (step === 'done') return 'green'
  return boarding.colour === 'none' ? 'red' : boarding.colour
}

function sentencesNow({ shown, shift, device }: VerdictScreenProps): [string, ...string[]] {
  const text = words.conductor.verdict
  const { boarding, step, failed, overrode } = shown
  if (failed) return [failed === 'not-saved' ? text.notSaved : text.signedOut]
  const due = boarding.due === null ? '' : moneyText(boarding.due)
  if (step === 'done' && shown.party !== undefined) return [text.partyBoarded(shown.party)]
  if (step === 'done') {
    if (overrode) return [text.flagged, ...(due ? [text.paid(due)] : [])]
    return [due ? text.paid(due) : words.conductor.sentences.valid]
  }
  const telling = { shift, device, board: boarding.holder?.board ?? 0 }
  // What is merely noted is not told beside what is wrong, and nobody collects from one who may not board.
  const stopped = boarding.colour === 'red'
  const wrong = boarding.reasons.filter(
    ({ verdict }, i) => i === 0 || (colourOf(verdict) !== 'green' && !(stopped && verdict === 'cash-due')),
  )
  const all = wrong.map((reason) => sentenceOf(reason, telling))
  if (step === 'cash') return [words.conductor.sentences.cashDue(due), ...(overrode ? [overrode] : [])]
  return [all[0] ?? '', ...all.slice(1)]
}

/** The whole screen is the verdict: colour, shape, one word, why, who, and what the thumb may do. */
export function VerdictScreen(props: VerdictScreenProps) {
  const { shift, verdicts, shown } = props
  const [asking, setAsking] = useState(false)
  const colour = colourNow(shown)
  const [sentence, ...more] = sentencesNow(props)
  const screen = useRef<HTMLDialogElement>(null)
  const leaves = colour === 'green' && shown.failed === undefined
  const next = useEffectEvent(verdicts.next)
  const others = othersOf(props)
  // The browser's own modal: what lies under it is inert, and Escape closes it.
  useLayoutEffect(() => screen.current?.showModal(), [])
  useEffect(() => {
    screen.current?.focus()
    if (!leaves) return
    const timer = setTimeout(() => next(), others.length > 0 ? partyMs : greenMs)
    return () => clearTimeout(timer)
  }, [shown.n, shown.step, leaves, others.length])
  return (
    <dialog
      ref={screen}
      className="verdict"
      data-colour={colour}
      tabIndex={-1}
      aria-label={words.conductor.verdict.words[colour]}
      onCancel={(event) => {
        // A sheet over it cancels itself.
        if (event.target !== screen.current) return
        event.preventDefault()
        verdicts.next()
      }}
    >
      <ShiftHead shift={shift} />
      <div className="verdict-body" role="alert">
        <VerdictSign key={shown.n} colour={colour} />
        <p className="verdict-word">{words.conductor.verdict.words[colour]}</p>
        <p className="verdict-sentence">{sentence}</p>
        {more.map((other) => (
          <p key={other} className="verdict-also">
            {other}
          </p>
        ))}
        <HolderCard shift={shift} shown={shown} />
      </div>
      <Deeds {...props} colour={colour} others={others} onOverride={() => setAsking(true)} />
      <ShiftStatus shift={shift} />
      <OverrideSheet
        open={asking}
        onClose={() => setAsking(false)}
        onReason={(reason) => {
          setAsking(false)
          void verdicts.override(reason)
        }}
      />
    </dialog>
  )
}

/** Who of the same booking could board with this one. */
function othersOf({ shift, shown: { boarding, failed, step } }: VerdictScreenProps): readonly Boarding[] {
  const mayBoard = failed === undefined && (boarding.colour === 'green' || step !== 'judged')
  return mayBoard && boarding.holder ? shift.party(boarding.holder.ticket) : []
}

/** What a party owes together; null when nothing, or in several currencies. */
function owedBy(party: readonly Boarding[]): Money | null {
  const dues = party.flatMap(({ due }) => (due === null ? [] : [due]))
  const [first] = dues
  if (first === undefined || dues.some(({ currency }) => currency !== first.currency)) return null
  return dues.reduce(add)
}

function HolderCard({ shift, shown }: { shift: Shift; shown: Shown }) {
  const { holder } = shown.boarding
  if (holder === null) return null
  const { calls } = shift.departure
  const [from, to] = [calls[holder.board], calls[holder.alight]]
  const text = words.conductor
  const here = shown.boarding.reasons.every((r) => r.verdict !== 'wrong-departure')
  const party = shift.riders.find((rider) => rider.entry.ticket === holder.ticket)?.party ?? 1
  return (
    <div className="verdict-holder">
      <bdi className="verdict-seat">{holder.seat}</bdi>
      <div>
        <p className="verdict-name">{holder.name}</p>
        {here && to && (
          <p>
            {shown.boarding.colour === 'red' && from
              ? text.manifest.fromTo(from.name, to.name)
              : text.verdict.toArriving(to.name, clockText(to.arrivalAt, to.zone))}
          </p>
        )}
        {party > 1 && <p className="verdict-party">{text.manifest.party(party)}</p>}
      </div>
    </div>
  )
}

interface DeedsProps extends VerdictScreenProps {
  colour: string
  others: readonly Boarding[]
  onOverride: () => void
}

/** The safe deed first and full, in the thumb's third. */
function Deeds({ verdicts, shown, colour, others, onByName, onOverride }: DeedsProps) {
  const text = words.conductor.verdict
  const { boarding, step, event, failed } = shown
  const { due, holder, verdict } = boarding
  const all = owedBy([boarding, ...others])
  const boardParty = (): void => void verdicts.boardParty()
  if (!failed && step === 'cash' && due !== null)
    return (
      <div className="verdict-deeds">
        <Deed first label={text.collect(moneyText(due))} onPress={() => void verdicts.collect()} />
        {others.length > 0 && all && (
          <Deed label={text.collectAll(moneyText(all), others.length + 1)} onPress={boardParty} />
        )}
        <Deed label={text.refuse} onPress={verdicts.next} />
      </div>
    )
  if (!failed && step === 'judged' && colour === 'amber' && holder !== null)
    return (
      <div className="verdict-deeds">
        <Deed first label={text.refuse} onPress={verdicts.next} />
        <Deed label={text.override} onPress={onOverride} />
      </div>
    )
  return (
    <div className="verdict-deeds">
      {others.length > 0 && owedBy(others) === null && (
        <Deed label={text.boardOthers(others.length)} onPress={boardParty} />
      )}
      <Deed first label={text.next} onPress={verdicts.next} />
      {event !== null && !failed && <Deed label={text.undo} onPress={() => void verdicts.undo()} />}
      {verdict === 'unknown-key' && <Deed label={text.syncNow} onPress={() => void syncNow().then(verdicts.next)} />}
      {verdict === 'unknown-key' && <Deed label={text.byName} onPress={onByName} />}
    </div>
  )
}

const Deed = ({ label, first, onPress }: { label: string; first?: boolean; onPress: () => void }) => (
  <button type="button" className={first ? 'verdict-deed verdict-deed-first' : 'verdict-deed'} onClick={onPress}>
    {label}
  </button>
)
