import { lazy, Suspense } from 'react'
import { Route, Switch } from 'wouter'
import { pathId } from '../frame/path.ts'
import { useSession } from '../session/session.ts'
import { Manifest } from './manifest/Manifest.tsx'
import { Runs, SignInFirst } from './runs/Runs.tsx'

/** The camera and its decoder are the heaviest part of the app: a chunk of their own. */
const Scan = lazy(async () => ({ default: (await import('./scan/Scan.tsx')).Scan }))

/** The screens of who checks tickets. */
export function Conductor() {
  const phase = useSession((session) => session.phase)
  if (phase === 'starting') return null
  if (phase === 'signed-out') return <SignInFirst />
  return (
    <Suspense fallback={null}>
      <Switch>
        <Route path="/conductor/:departure">{() => <Manifest key={pathId()} id={pathId()} />}</Route>
        <Route path="/conductor/:departure/scan">{() => <Scan key={pathId()} id={pathId()} />}</Route>
        <Route component={Runs} />
      </Switch>
    </Suspense>
  )
}
