import { CameraOff, Flashlight, FlashlightOff, RotateCcw, Sun } from 'lucide-react'
import { useEffect, useEffectEvent, useState, type ReactNode } from 'react'
import { Button, IconButton } from '../../ui/Button.tsx'
import { words } from '../../words/words.ts'
import { NoCamera, startCamera, type Camera, type CameraFailure } from './camera.ts'
import './camera.css'

type State = { kind: 'starting' } | { kind: 'running'; torch: Camera['torch'] } | { kind: 'stopped' | CameraFailure }

const elementId = 'camera'

export interface CameraViewProps {
  onText: (text: string) => void
  hint: string
  /** The head of the screen; it is given the button of the light. */
  head: (light: ReactNode) => ReactNode
}

/** The camera's picture with a frame, a light, and a way to start again when the system took it away. */
export function CameraView({ onText, hint, head }: CameraViewProps) {
  const [attempt, setAttempt] = useState(0)
  const [state, setState] = useState<State>({ kind: 'starting' })
  const [lit, setLit] = useState(false)
  const text = useEffectEvent(onText)

  useEffect(() => {
    let over = false
    let camera: Camera | undefined
    const starting = startCamera(elementId, {
      onText: (seen) => over || text(seen),
      onEnded: () => setState({ kind: 'stopped' }),
    })
    starting.then(
      (started) => {
        camera = started
        if (!over) setState({ kind: 'running', torch: started.torch })
      },
      (error: unknown) => over || setState({ kind: error instanceof NoCamera ? error.failure : 'missing' }),
    )
    return () => {
      over = true
      void starting.then((started) => (camera ?? started).stop()).catch(() => undefined)
    }
  }, [attempt])

  const restart = (): void => {
    setLit(false)
    setState({ kind: 'starting' })
    setAttempt((n) => n + 1)
  }
  const back = useEffectEvent(() => document.visibilityState === 'visible' && restart())
  useEffect(() => {
    // iOS leaves a black picture behind after a pause.
    const seen = (): void => void back()
    document.addEventListener('visibilitychange', seen)
    return () => document.removeEventListener('visibilitychange', seen)
  }, [])

  const torch = state.kind === 'running' ? state.torch : null
  const toggle = (): void => {
    setLit(!lit)
    void torch?.(!lit)
  }
  const label = torch ? words.conductor.scan.torch : words.conductor.scan.light
  return (
    <>
      <div className="camera" data-lit={lit && !torch ? '' : undefined}>
        <div id={elementId} className="camera-picture" />
      </div>
      {head(
        <IconButton label={label} aria-pressed={lit} onClick={toggle}>
          {torch ? lit ? <FlashlightOff /> : <Flashlight /> : <Sun />}
        </IconButton>,
      )}
      <div className="camera-middle">
        {state.kind === 'running' || state.kind === 'starting' ? (
          <>
            <div className="camera-frame" />
            <p className="camera-hint" role="status">
              {state.kind === 'running' ? hint : words.conductor.scan.starting}
            </p>
          </>
        ) : (
          <Stopped kind={state.kind} onRestart={restart} />
        )}
      </div>
    </>
  )
}

function Stopped({ kind, onRestart }: { kind: 'stopped' | CameraFailure; onRestart: () => void }) {
  const text = words.conductor.scan
  const [title, note] = {
    stopped: [text.stopped, ''],
    denied: [text.denied, text.deniedText],
    missing: [text.missing, text.missingText],
    busy: [text.busy, text.busyText],
  }[kind]
  return (
    <div className="camera-stopped" role="alert">
      <CameraOff size={40} aria-hidden="true" />
      <p className="camera-stopped-title">{title}</p>
      {note && <p>{note}</p>}
      <Button kind="secondary" size="large" icon={<RotateCcw aria-hidden="true" />} onClick={onRestart}>
        {text.restart}
      </Button>
    </div>
  )
}
