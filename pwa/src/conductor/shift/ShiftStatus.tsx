import { History } from 'lucide-react'
import { useNow } from '../../local/clock.ts'
import { ageText } from '../../words/format.ts'
import { words } from '../../words/words.ts'
import type { Shift } from './use-shift.ts'
import './shift.css'

/** "List synced 6 min ago · 2 scans waiting": how far what stands here can be trusted. */
export function ShiftStatus({ shift }: { shift: Pick<Shift, 'listAt' | 'waiting'> }) {
  const now = useNow(15_000)
  const text = words.conductor.status
  const age = shift.listAt === null ? text.never : text.synced(ageText(shift.listAt, now))
  return (
    <p className="shift-status">
      <History size={18} aria-hidden="true" />
      <span>{shift.waiting === 0 ? age : `${age} · ${text.waiting(shift.waiting)}`}</span>
    </p>
  )
}
