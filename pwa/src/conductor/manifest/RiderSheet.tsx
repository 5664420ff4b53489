import { useState } from 'react'
import { Button } from '../../ui/Button.tsx'
import { Sheet } from '../../ui/Dialog.tsx'
import { toast } from '../../ui/toast.ts'
import { clockText, moneyText, referenceText } from '../../words/format.ts'
import { words } from '../../words/words.ts'
import { record, type NewFact } from '../shift/record.ts'
import type { Rider } from '../shift/riders.ts'
import { happenedAt } from 'shared/tickets/events.ts'
import type { Shift } from '../shift/use-shift.ts'
import './rider-sheet.css'

export interface RiderSheetProps {
  shift: Shift
  rider: Rider | null
  onClose: () => void
  /** Judges the ticket like a scanned one. */
  onBoard: (ticket: string) => void
}

/** What the list knows of one passenger, and what may be done without a code. */
export function RiderSheet({ shift, rider, onClose, onBoard }: RiderSheetProps) {
  return (
    <Sheet open={rider !== null} onClose={onClose} title={rider ? `${rider.entry.seat} ${rider.entry.name}` : ''}>
      {rider && <RiderFacts shift={shift} rider={rider} />}
      {rider && <RiderDeeds shift={shift} rider={rider} onClose={onClose} onBoard={onBoard} />}
    </Sheet>
  )
}

function RiderFacts({ shift, rider }: { shift: Shift; rider: Rider }) {
  const text = words.conductor
  const { entry, state, due, is } = rider
  const name = (stop: number): string => shift.departure.calls[stop]?.name ?? ''
  const zone = shift.departure.calls[0]?.zone
  return (
    <>
      <dl className="rider-facts">
        <dt>{text.rider.ride}</dt>
        <dd>{text.manifest.fromTo(name(entry.board), name(entry.alight))}</dd>
        <dt>{text.rider.reference}</dt>
        <dd>
          <bdi>{referenceText(entry.reference)}</bdi>
        </dd>
        {entry.phoneTail && (
          <>
            <dt>{text.rider.phone}</dt>
            <dd>…{entry.phoneTail}</dd>
          </>
        )}
        {due && (
          <>
            <dt>{text.rider.owes}</dt>
            <dd>{moneyText(due)}</dd>
          </>
        )}
      </dl>
      {state.cash && <p>{text.rider.paid(moneyText(state.cash))}</p>}
      {state.boardings.map((boarding) => (
        <p key={boarding.event}>
          {text.rider.boardedAt(clockText(happenedAt(boarding), zone), name(boarding.stop))}
          {boarding.byName && `, ${text.sentences.by(boarding.byName)}`}
        </p>
      ))}
      {state.doubleBoarded && <p className="rider-warning">{text.rider.double}</p>}
      {is === 'out' && <p className="rider-warning">{text.rider.withdrawn}</p>}
    </>
  )
}

function RiderDeeds({ shift, rider, onClose, onBoard }: RiderSheetProps & { rider: Rider }) {
  const [failed, setFailed] = useState(false)
  const text = words.conductor.rider
  const { entry, state, is } = rider
  const keep = async (fact: Pick<NewFact, 'kind' | 'undoes'>, said?: string): Promise<void> => {
    const { departure, stop, manifestAt } = shift
    const kept = await record({ ticket: entry.ticket, departure: departure.id, stop, manifestAt, ...fact })
    setFailed(!kept.ok)
    if (!kept.ok) return
    if (said) toast(said)
    onClose()
  }
  const standing = state.boardings.at(-1)
  return (
    <div className="rider-deeds">
      {failed && (
        <p className="rider-warning" role="alert">
          {text.notSaved}
        </p>
      )}
      {is !== 'boarded' && (
        <Button size="large" onClick={() => onBoard(entry.ticket)}>
          {text.board}
        </Button>
      )}
      {standing && (
        <Button
          size="large"
          kind="secondary"
          onClick={() =>
            void keep({ kind: 'undo', undoes: standing.event }, words.conductor.verdict.undone(entry.seat))
          }
        >
          {text.undo}
        </Button>
      )}
      {is === 'waiting' && (
        <Button size="large" kind="secondary" onClick={() => void keep({ kind: 'no-show' })}>
          {text.noShow}
        </Button>
      )}
      {state.noShow && (
        <Button size="large" kind="secondary" onClick={() => void keep({ kind: 'undo', undoes: state.noShow?.event })}>
          {text.isThere}
        </Button>
      )}
    </div>
  )
}
