import { useState } from 'react'
import { Button } from '../../ui/Button.tsx'
import { Sheet } from '../../ui/Dialog.tsx'
import { TextInput } from '../../ui/Field.tsx'
import { words } from '../../words/words.ts'
import { RiderRow } from '../manifest/RiderRow.tsx'
import { findRiders } from '../shift/riders.ts'
import type { Shift } from '../shift/use-shift.ts'

export interface FinderSheetProps {
  open: boolean
  shift: Shift
  onClose: () => void
  onTicket: (ticket: string) => void
}

/** Finds who has no code to scan: by reference, and while typing by name or seat. */
export function FinderSheet({ open, shift, onClose, onTicket }: FinderSheetProps) {
  return (
    <Sheet open={open} onClose={onClose} title={words.conductor.reference.title}>
      <Finder shift={shift} onTicket={onTicket} />
    </Sheet>
  )
}

const most = 6

function Finder({ shift, onTicket }: Pick<FinderSheetProps, 'shift' | 'onTicket'>) {
  const [typed, setTyped] = useState('')
  const [failed, setFailed] = useState(false)
  const text = words.conductor.reference
  const found = typed.trim() === '' ? [] : findRiders(shift.riders, typed)
  const [only] = found
  const error = shift.riders.length === 0 ? text.noList : text.unknown(typed.trim().toUpperCase())
  return (
    <form
      className="finder"
      onSubmit={(event) => {
        event.preventDefault()
        if (only && found.length === 1) onTicket(only.entry.ticket)
        else setFailed(found.length === 0)
      }}
    >
      <TextInput
        label={text.label}
        hint={text.hint}
        {...(failed && { error })}
        data-autofocus
        value={typed}
        autoComplete="off"
        autoCapitalize="characters"
        spellCheck={false}
        enterKeyHint="search"
        onChange={(event) => {
          setTyped(event.target.value)
          setFailed(false)
        }}
      />
      {found.length > 1 && <p className="finder-choose">{text.choose}</p>}
      <ul className="finder-found">
        {found.slice(0, most).map((rider) => (
          <RiderRow key={rider.entry.ticket} rider={rider} shift={shift} onPress={() => onTicket(rider.entry.ticket)} />
        ))}
      </ul>
      <Button type="submit" size="large">
        {text.check}
      </Button>
    </form>
  )
}
