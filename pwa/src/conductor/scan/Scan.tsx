import { Keyboard, X } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useWakeLock } from '../../local/use-wake-lock.ts'
import { IconButton } from '../../ui/Button.tsx'
import { useShell } from '../../ui/shell.ts'
import { words } from '../../words/words.ts'
import { ShiftHead } from '../shift/ShiftHead.tsx'
import { ShiftStatus } from '../shift/ShiftStatus.tsx'
import { UnknownDeparture } from '../shift/UnknownDeparture.tsx'
import { useDevice } from '../shift/use-device.ts'
import { useShift, type Shift } from '../shift/use-shift.ts'
import { CameraView } from './CameraView.tsx'
import { FinderSheet } from './FinderSheet.tsx'
import { wakeSound } from './signals.ts'
import { useVerdict } from './use-verdict.ts'
import { VerdictScreen } from './VerdictScreen.tsx'
import '../../ui/visually-hidden.css'

export function Scan({ id }: { id: string }) {
  const shift = useShift(id)
  if (shift === undefined) return <div className="scan" />
  return shift === null ? <UnknownDeparture /> : <Scanner shift={shift} />
}

/** The camera, and the verdict over it. */
function Scanner({ shift }: { shift: Shift }) {
  const verdicts = useVerdict(shift)
  const device = useDevice()
  const shell = useShell()
  useWakeLock(true)
  const [finding, setFinding] = useState(false)
  const { shown, lastBoarded, stray } = verdicts
  const text = words.conductor.scan
  const manifest = `/conductor/${encodeURIComponent(shift.departure.id)}`
  useEffect(() => {
    addEventListener('pointerdown', wakeSound)
    return () => removeEventListener('pointerdown', wakeSound)
  }, [])
  return (
    <main className="page scan">
      <h1 className="visually-hidden" tabIndex={-1}>
        {text.title}
      </h1>
      <CameraView
        onText={(seen) => void verdicts.onText(seen)}
        hint={stray ? text.notOurs : text.keep}
        head={(light) => (
          <ShiftHead
            shift={shift}
            start={
              <IconButton label={text.close} onClick={() => shell.back(manifest)}>
                <X />
              </IconButton>
            }
            end={light}
          />
        )}
      />
      <div className="scan-foot">
        {lastBoarded && (
          <p className="scan-last">
            <span>{words.conductor.verdict.last(lastBoarded.holder.seat, lastBoarded.holder.name)}</span>
            <button type="button" onClick={() => void verdicts.undo()}>
              {words.conductor.verdict.undoShort}
            </button>
          </p>
        )}
        <button type="button" className="scan-type" onClick={() => setFinding(true)}>
          <Keyboard aria-hidden="true" />
          {text.type}
        </button>
        <ShiftStatus shift={shift} />
      </div>
      {shown && (
        <VerdictScreen
          shift={shift}
          verdicts={verdicts}
          shown={shown}
          device={device}
          onByName={() => {
            verdicts.next()
            setFinding(true)
          }}
        />
      )}
      <FinderSheet
        open={finding}
        shift={shift}
        onClose={() => setFinding(false)}
        onTicket={(ticket) => {
          setFinding(false)
          void verdicts.onTicket(ticket)
        }}
      />
    </main>
  )
}
